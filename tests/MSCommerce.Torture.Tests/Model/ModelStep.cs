namespace MSCommerce.Torture.Tests.Model;

/// <summary>Somebody does something. Subscriptions and requests are named by their number, in the order in which they were made; beyond the last it begins anew.</summary>
/// <param name="Actor">Who.</param>
public abstract record ModelStep(string Actor);

/// <summary>Sets the policy of a product.</summary>
public sealed record SetPolicy(string Actor, string Product, string Value) : ModelStep(Actor);

/// <summary>Buys for the organisation.</summary>
public sealed record BuyCentral(string Actor, string Product, int Licenses) : ModelStep(Actor);

/// <summary>Buys, or tries, through self-service.</summary>
public sealed record Purchase(string Actor, string Product, int Licenses, bool Trial) : ModelStep(Actor);

/// <summary>Changes a total.</summary>
public sealed record SetTotal(string Actor, int Subscription, int Total) : ModelStep(Actor);

/// <summary>Takes control for the organisation.</summary>
public sealed record TakeControl(string Actor, int Subscription) : ModelStep(Actor);

/// <summary>Assigns licences to two users, or the same twice.</summary>
public sealed record Assign(string Actor, int Subscription, string First, string Second) : ModelStep(Actor);

/// <summary>Takes a licence away.</summary>
public sealed record Unassign(string Actor, int Subscription, string User) : ModelStep(Actor);

/// <summary>Cancels.</summary>
public sealed record Cancel(string Actor, int Subscription) : ModelStep(Actor);

/// <summary>Moves all users, or one.</summary>
public sealed record Move(string Actor, int Source, int Target, string? User) : ModelStep(Actor);

/// <summary>Asks for a licence for himself.</summary>
public sealed record Ask(string Actor, string Product) : ModelStep(Actor);

/// <summary>Approves a request from a subscription, or denies it.</summary>
public sealed record Decide(string Actor, int Request, int Subscription, bool Approve) : ModelStep(Actor);

/// <summary>Enables or disables an account.</summary>
public sealed record SetAccount(string Actor, string User, bool Enabled) : ModelStep(Actor);

/// <summary>Counts the subscriptions that he sees.</summary>
public sealed record Look(string Actor) : ModelStep(Actor);
