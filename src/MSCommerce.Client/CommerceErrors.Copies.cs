using System.Globalization;

namespace MSCommerce;

/// <content>Failures of copying a tenant from one store into another.</content>
public static partial class CommerceErrors
{
    private const string NothingCopied = "Nothing was copied";

    /// <summary>A store that gives away less than makes a tenant.</summary>
    public static CommerceException TransferIncomplete(string store, string section) =>
        new(CommerceError.NotSupportedByStore, "TransferIncomplete",
            $"{store} cannot be copied: it leaves out {section}, which is needed. {NothingCopied}; whoever made the store's software has to mend it.", store);

    /// <summary>A store that gives away what this software does not know.</summary>
    public static CommerceException TransferSectionUnknown(string store, string section) =>
        new(CommerceError.StoreVersion, "TransferSectionUnknown", $"{store} has a part that this version of MSCommerce does not know: {section}. {NothingCopied}; update the module.", store);

    /// <summary>A row of the source that is not what its section says.</summary>
    public static CommerceException TransferRowInvalid(string store, string section, long row, string why) =>
        new(CommerceError.StoreCorrupt, "TransferRowInvalid", string.Create(CultureInfo.InvariantCulture,
            $"{store} cannot be copied. {section}, row {row}: {why}. {NothingCopied}; Test-MSCommerceStore checks the store."), store);

    /// <summary>A row of the source that refers to one that is not there.</summary>
    public static CommerceException TransferReferenceMissing(string store, string section, string column, string id) =>
        new(CommerceError.StoreCorrupt, "TransferReferenceMissing",
            $"{store} cannot be copied: in {section}, {column} '{id}' is not there. {NothingCopied}; Test-MSCommerceStore checks the store.", id);

    /// <summary>A row of the source that breaks a rule of the database that is to hold the copy.</summary>
    public static CommerceException TransferRowRefused(string store, string section, string why, Exception cause) =>
        new(CommerceError.StoreCorrupt, "TransferRowRefused",
            $"{store} cannot be copied: a row of {section} breaks a rule ({why.TrimEnd('.')}). {NothingCopied}; Test-MSCommerceStore checks the store.", store, cause);

    /// <summary>A source whose content breaks an invariant.</summary>
    public static CommerceException TransferUnsound(string store, string check, string detail) =>
        new(CommerceError.StoreCorrupt, "TransferUnsound", $"{store} cannot be copied, for the copy would not pass its checks. {check}: {detail} {NothingCopied}; Test-MSCommerceStore checks the store.", store);

    /// <summary>A copy that is not what was copied.</summary>
    public static CommerceException TransferDiffers(string store, string section, long sent, long found) =>
        new(CommerceError.StoreCorrupt, "TransferDiffers", string.Create(CultureInfo.InvariantCulture,
            $"What was written to {store} is not what was read: {section} has {found} rows for {sent}, or their content differs. {NothingCopied}; run the command again, and report it where it stays."), store);

    /// <summary>The administrator of a copy is none.</summary>
    public static CommerceException CopyAdministratorRefused(string name, string why) =>
        new(CommerceError.InvalidRequest, "ActorRefused",
            $"'{name}' cannot be the administrator of the copy: {why}. {NothingCopied}; name an enabled global administrator of the tenant with -Administrator.", name);

    /// <summary>A file in use that was to be replaced.</summary>
    public static CommerceException CopyReplacesOpen(string path, Exception? cause = null) =>
        new(CommerceError.StoreUnavailable, "StoreLocked", $"{path} is in use and cannot be replaced. {NothingCopied}; disconnect from it, or name another file.", path, cause);

    /// <summary>The client does not know how to open another store.</summary>
    public static CommerceException NoStoresKnown() =>
        new(CommerceError.NotSupportedByStore, "NoStoresKnown", "This client knows no other store to copy to. Give it the stores with CommerceClientOptions.Stores.");
}
