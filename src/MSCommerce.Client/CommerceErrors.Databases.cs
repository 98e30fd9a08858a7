namespace MSCommerce;

/// <content>Failures of stores that are on a database server, and of the logins that they are used with.</content>
public static partial class CommerceErrors
{
    /// <summary>An address of a PostgreSQL store that cannot be read. It may hold a password, so it is not repeated.</summary>
    public static CommerceException PostgreSqlAddressInvalid(string why) =>
        new(CommerceError.InvalidRequest, "StoreAddressInvalid",
            $"The address of the PostgreSQL store cannot be read: {why}. Write postgresql://login@host:5432/database?sslmode=verify-full, or postgresql://?service=name for a service of the service file.");

    /// <summary>The server did not take the login.</summary>
    public static CommerceException LoginRefused(string store, string login, string why, Exception cause) =>
        new(CommerceError.AuthenticationFailed, "LoginRefused",
            $"{store} does not take the login '{login}': {why}. Give the right one with -Credential, PGPASSWORD or a password file.", login, cause);

    /// <summary>There is no such database on the server.</summary>
    public static CommerceException DatabaseMissing(string store, string why, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreMissing", $"There is no store at {store}: {why}. Check the name; a database is made with CREATE DATABASE, and a store in it with New-MSCommerceTenant.", store, cause);

    /// <summary>The database has no store.</summary>
    public static CommerceException SchemaMissing(string store) =>
        new(CommerceError.StoreUnavailable, "StoreMissing",
            $"The database {store} has no store. Its owner makes one with New-MSCommerceTenant, or 'mscommerce store create'; check the database's name if there should be one.", store);

    /// <summary>The store's schema is older than this software; the login that is connected cannot change that, or was not asked to.</summary>
    public static CommerceException SchemaOlder(string store, long found, long known) =>
        new(CommerceError.StoreVersion, "StoreNeedsUpgrade", string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{store} was written by an older version of MSCommerce (schema {found}, this version needs {known}). Its owner brings it up to date with Update-MSCommerceStore, or 'mscommerce store upgrade'; nothing was changed."), store);

    /// <summary>The login is in none of the store's roles.</summary>
    public static CommerceException LoginNotMember(string store, string login) =>
        new(CommerceError.AuthenticationFailed, "LoginNotMember",
            $"The login '{login}' may not use {store}: it is in neither of its roles. The database's administrator gives it one: GRANT mscommerce_writer TO the login, or mscommerce_reader.", login);

    /// <summary>The login is held back by no row-level security.</summary>
    public static CommerceException LoginIsOwner(string store, string login) =>
        new(CommerceError.AuthenticationFailed, "LoginIsOwner",
            $"The login '{login}' owns {store}, or is a superuser: it would see every tenant, and is for making tenants and upgrading alone. Connect with a login of the role mscommerce_writer or mscommerce_reader.", login);

    /// <summary>Only the owner may do this.</summary>
    public static CommerceException LoginNotOwner(string store, string login) =>
        new(CommerceError.Forbidden, "LoginNotOwner",
            $"The login '{login}' may not make tenants in {store} or upgrade it. Use one of the role mscommerce_owner; for the first tenant of a database, one with CREATEROLE and CREATE on the database, or a superuser.", login);

    /// <summary>An administrator has not said which user the login is, or that user cannot act.</summary>
    public static CommerceException LoginNotMapped(string login, string why) =>
        new(CommerceError.AuthenticationFailed, "ActorRefused",
            $"Cannot act with the login '{login}': {why}. A global administrator of the tenant maps it to an enabled user with Set-MSCommerceLogin.", login);

    /// <summary>Who acts is not to be chosen in this store.</summary>
    public static CommerceException ActorNotChosen(string actor) =>
        new(CommerceError.InvalidRequest, "ActorNotChosen",
            $"Nobody chooses to act as '{actor}' in a PostgreSQL store: the login decides, as a global administrator mapped it. Leave -As out, or connect with that user's login.", actor);

    /// <summary>Something between here and the server signs in as somebody else.</summary>
    public static CommerceException LoginReplaced(string store, string login, string session) =>
        new(CommerceError.AuthenticationFailed, "LoginReplaced",
            $"Signed in to {store} as '{login}', and the server sees '{session}': a connection pooler shares one login between people, so that nobody could tell who changed what. Have it pass each login through, or connect to the server itself.", login);

    /// <summary>The database does not let the login do this.</summary>
    public static CommerceException LoginMayNot(string store, string login, string why, Exception cause) =>
        new(CommerceError.Forbidden, "LoginMayNot",
            $"{store} does not let the login '{login}' do this: {why}. Nothing was changed; a login that only reads is in the role mscommerce_reader, one that changes in mscommerce_writer.", login, cause);

    /// <summary>The store has a tenant of this name.</summary>
    public static CommerceException TenantExists(string store, string tenant) =>
        new(CommerceError.Conflict, StoreExistsId, $"{store} has a tenant called '{tenant}' already; nothing was changed. Give another name, or connect to the one that is there.", tenant);

    /// <summary>A new tenant needs somebody who can connect to it.</summary>
    public static CommerceException AdministratorLoginMissing() =>
        new(CommerceError.InvalidRequest, "LoginMissing",
            "A tenant in PostgreSQL needs a login that is its first global administrator: nobody could connect to it otherwise. Name one that exists with -Login, or --login on the command line.");

    /// <summary>The server has no such login.</summary>
    public static CommerceException LoginNotFound(string login) =>
        new(CommerceError.NotFound, "LoginNotFound",
            $"There is no login '{login}'. A login is made by the database's administrator, with CREATE ROLE, and is spelled exactly as it was made; nothing was changed.", login);

    /// <summary>Logins of the tenant that there are not.</summary>
    public static CommerceException LoginUnknown(IReadOnlyList<string> logins) =>
        new(CommerceError.NotFound, "LoginUnknown", $"No user of the tenant has the login {Quoted(logins)}. Get-MSCommerceLogin lists those that are mapped.", logins[0]);

    /// <summary>The login is mapped in another tenant, or was a moment ago.</summary>
    public static CommerceException LoginTaken(string login) =>
        new(CommerceError.Conflict, "LoginTaken", $"The login '{login}' belongs to another tenant: a login is one user of one tenant. Have another made; nothing was changed.", login);

    /// <summary>A login that must not be mapped.</summary>
    public static CommerceException LoginUnsafe(string login) =>
        new(CommerceError.InvalidRequest, "LoginUnsafe",
            $"The login '{login}' is a superuser, owns the store, or is exempt from row-level security: it would see every tenant. Name another; nothing was changed.", login);

    /// <summary>An administrator would lock himself out.</summary>
    public static CommerceException LoginInUse(string login) =>
        new(CommerceError.Conflict, "LoginInUse", $"You are connected with the login '{login}', and would lock yourself out. Have another administrator do it; nothing was changed.", login);

    /// <summary>The server cannot be reached, or does not serve.</summary>
    public static CommerceException StoreUnreachable(string store, string why, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreUnavailable", $"The store {store} cannot be used: {why.TrimEnd('.')}. Check the address, the network and the server.", store, cause);

    /// <summary>The server did not answer in time.</summary>
    public static CommerceException StoreTimeout(string store, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreTimeout", $"The store {store} did not answer in time. Nothing was changed; run the command again, or allow more time with 'Command Timeout' in the address.", store, cause);

    /// <summary>The server takes no changes.</summary>
    public static CommerceException ServerReadOnly(string store, Exception cause) =>
        new(CommerceError.StoreUnavailable, "StoreReadOnly", $"The server of {store} is read-only, as a standby is. Nothing was changed; connect to the primary server.", store, cause);

    /// <summary>A text that no database keeps.</summary>
    public static CommerceException TextInvalid(Exception cause) =>
        new(CommerceError.InvalidRequest, "TextInvalid", "A text has a character that cannot be kept, such as a null character. Nothing was changed; give it without that character.", target: null, cause);
}
