using FsCheck;
using FsCheck.Fluent;
using MSCommerce.Stores.Tests.PostgreSql;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Model;

/// <summary>Random sequences of what several people do, compared step by step with a model in memory. What fails is cut down to the steps that it takes.</summary>
[Trait("Requirement", "A"), Trait("Requirement", "N1"), Trait("Requirement", "N2"), Trait("Requirement", "T1"), Trait("Requirement", "U4"), Trait("Requirement", "R4")]
public sealed class ModelTests(PostgreSqlFixture postgres)
{
    private const int Steps = 25;

    private static readonly int Sequences = Torture.Count(full: 400, few: 8);

    private static readonly Gen<string> Actor = Gen.Elements<string>(ModelTenant.Actors);
    private static readonly Gen<string> Person = Gen.Elements<string>(ModelTenant.People);
    private static readonly Gen<string> Product = Gen.Elements(ModelTenant.Pro, ModelTenant.Visio);
    private static readonly Gen<int> Number = Gen.Choose(0, 7);
    private static readonly Gen<int> Total = Gen.Choose(-1, 6);

    private static readonly Gen<ModelStep> Step = Gen.Frequency<ModelStep>(
        (2, from actor in Actor from product in Product from value in Gen.Elements("Enabled", "Disabled", "OnlyTrialsWithoutPaymentMethod") select (ModelStep)new SetPolicy(actor, product, value)),
        (2, from actor in Actor from product in Product from total in Total select (ModelStep)new BuyCentral(actor, product, total)),
        (4, from actor in Actor from product in Product from total in Total from trial in Gen.Elements(false, false, true) select (ModelStep)new Purchase(actor, product, total, trial)),
        (3, from actor in Actor from number in Number from total in Total select (ModelStep)new SetTotal(actor, number, total)),
        (2, from actor in Actor from number in Number select (ModelStep)new TakeControl(actor, number)),
        (8, from actor in Actor from number in Number from first in Person from second in Person select (ModelStep)new Assign(actor, number, first, second)),
        (3, from actor in Actor from number in Number from person in Person select (ModelStep)new Unassign(actor, number, person)),
        (1, from actor in Actor from number in Number select (ModelStep)new Cancel(actor, number)),
        (3, from actor in Actor from source in Number from target in Number from person in Gen.Elements(null, null, ModelTenant.Ann, ModelTenant.Bob, ModelTenant.Dora) select (ModelStep)new Move(actor, source, target, person)),
        (2, from actor in Actor from product in Product select (ModelStep)new Ask(actor, product)),
        (2, from actor in Actor from request in Number from number in Number from approve in Gen.Elements(true, true, false) select (ModelStep)new Decide(actor, request, number, approve)),
        (1, from actor in Actor from person in Person from enabled in Gen.Elements(true, false) select (ModelStep)new SetAccount(actor, person, enabled)),
        (1, from actor in Actor select (ModelStep)new Look(actor)));

    [Fact]
    public Task SQLite_does_what_the_model_does() => CheckAsync("SQLite", async clock => await SqliteArena.CreateAsync(clock));

    [Fact]
    public async Task PostgreSQL_does_what_the_model_does()
    {
        await postgres.DemandAsync(Torture.Stop);
        await CheckAsync("PostgreSQL", async clock => await PostgreSqlArena.CreateAsync(postgres, clock));
    }

    private static Task CheckAsync(string name, Func<TimeProvider, Task<Arena>> create) => Task.Run(() =>
    {
        var sequences = Arb.ToArbitrary(Gen.ArrayOf(Step, Steps), Shorter);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithQuietOnSuccess(true).WithReplay((ulong)Torture.Seed, 1UL),
            Prop.ForAll<ModelStep[]>(sequences, sequence => RunAsync(create, sequence).GetAwaiter().GetResult()));
        Torture.Tell($"{name}, model: {Sequences} sequences of {Steps} steps, each compared with the model.");
    });

    private static async Task RunAsync(Func<TimeProvider, Task<Arena>> create, ModelStep[] sequence)
    {
        await using var run = await ModelRun.BeginAsync(create);
        foreach (var step in sequence)
            await run.StepAsync(step);
        await run.DemandWholeAsync();
    }

    /// <summary>Halves and quarters left out first, then single steps.</summary>
    private static IEnumerable<ModelStep[]> Shorter(ModelStep[] steps)
    {
        for (var size = steps.Length / 2; size >= 1; size /= 2)
        {
            for (var start = 0; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }
}
