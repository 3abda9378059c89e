using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;
using AiGateway.Grains.Limits;
using AiGateway.Core.Usage;
using AiGateway.Grains.Access;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Catalog.History;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Idempotency;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Usage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AiGateway.Grains.Tests.Cluster;

/// <summary>What is sent from node to node arrives whole.</summary>
public sealed class WireFormatTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddCoreWireFormat().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public static TheoryData<string> MessageNames => [.. Messages.All.Keys];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_message_arrives_with_all_its_members(string name)
    {
        var message = Messages.All[name];

        var arrived = Serializer.Deserialize<object>(Serializer.SerializeToArray(message));

        Assert.Equal(message.GetType(), arrived!.GetType());
        Assert.Equal(Text(message), Text(arrived));
    }

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void Every_sample_has_every_member_set(string name)
    {
        var message = Messages.All[name];
        foreach (var property in message.GetType().GetProperties().Where(p => p.CanWrite))
        {
            var value = property.GetValue(message);
            var empty = property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null;
            Assert.False(Equals(value, empty), $"{name}.{property.Name} is {value ?? "null"} in the sample, so losing it would go unseen.");
            Assert.False(value is System.Collections.ICollection { Count: 0 }, $"{name}.{property.Name} is empty in the sample.");
        }
    }

    [Fact]
    public void Every_message_of_the_control_plane_has_a_sample()
    {
        var messages = typeof(Wire).Assembly.GetTypes().Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), false) && t.IsPublic && !t.IsSubclassOf(typeof(Exception)));

        Assert.Empty(messages.Select(t => t.Name).Except(Messages.All.Keys));
    }

    [Fact]
    public void A_member_this_version_does_not_know_is_passed_over()
    {
        var report = (LeaseReport)Messages.All[nameof(LeaseReport)];
        var bytes = Serializer.SerializeToArray<object>(report);

        // As a node of another version would send it: the same JSON with a member of another name.
        var at = bytes.AsSpan().IndexOf("SlotsInUse"u8);
        Assert.True(at > 0);
        "SlotsUnUse"u8.CopyTo(bytes.AsSpan(at));

        var arrived = Assert.IsType<LeaseReport>(Serializer.Deserialize<object>(bytes));
        Assert.Equal(Text(report with { SlotsInUse = 0 }), Text(arrived));
    }

    [Fact]
    public void Rules_travel_as_json()
    {
        var text = Encoding.UTF8.GetString(Serializer.SerializeToArray<object>(Messages.All[nameof(UpstreamFailure)]));

        Assert.Contains("\"RetryAfterMs\":1500", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_within_a_process_shares_nothing_with_the_original()
    {
        var page = (RollupPage)Messages.All[nameof(RollupPage)];

        var copy = _services.GetRequiredService<DeepCopier>().Copy(page);
        copy.Cells.Clear();

        Assert.NotEmpty(page.Cells);
    }

    private static string Text(object value) => JsonSerializer.Serialize(value, value.GetType());
}

/// <summary>One of each message, with no member at its default.</summary>
internal static class Messages
{
    private static readonly UpstreamFailure Failure = new()
    {
        Class = FailureClass.KeyThrottled, Scope = FailureScope.KeyModel, Status = 429, Type = "requests", Code = "rate_limit_exceeded",
        Message = "Slow down.", Param = "model", RetryAfterMs = 1_500, RetryForbidden = true, NotServed = true,
    };

    private static readonly KeyStatus Status = new()
    {
        KeyId = "key", Epoch = 3, Version = 4, State = KeyHealthState.QuotaOut, UntilInMs = 5, Reason = "reason", Message = "message",
        BlockedModels = [new("model", 6, "blocked")], SlowStartLeftMs = 7, SlowStartMs = 8, ProbedFrom = KeyHealthState.Dead,
        Models = [new() { Model = "model", State = KeyHealthState.Open, UntilInMs = 9, Reason = "fault", Message = "broke", SlowStartLeftMs = 10, SlowStartMs = 11 }],
    };

    private static readonly EndpointStatus Endpoint = new()
    {
        EndpointId = "provider", Epoch = 3, Version = 4, State = EndpointState.Probing, UntilInMs = 5, Reason = "reason", Message = "message",
        SlowStartLeftMs = 6, SlowStartMs = 7,
    };

    private static readonly HealthTerms Terms = new() { Version = 9, ConsecutiveFailures = 3, FailureRatio = 0.25 };

    private static readonly CallBatchRef Ref = new("edge", 1, 2, 3, 4);

    public static IReadOnlyDictionary<string, object> All { get; } = new object[]
    {
        Status,
        Status.BlockedModels[0],
        Status.Models[0],
        new KeyReport(2, [new KeyFailure("model", Failure)]) { Terms = Terms, Models = [new ModelSuccesses("model", 1)] },
        new ModelSuccesses("model", 1),
        new KeyFailure("model", Failure),
        new ProbeGrant("ticket", 15_000, ProbeKind.Synthetic) { OfEndpoint = true },
        new ProbeReport("ticket", true, "model", Failure),
        new FeedPosition(7, 8),
        new FeedBatch(3, new FeedPosition(7, 8), true, 9, [Status]) { Endpoints = [Endpoint], Ramps = [RampMessages.Status] },
        Endpoint,
        new EndpointReport(2, [new KeySuccesses("key", 3) { Model = "model" }], [new KeyFault("key", Failure) { Model = "model" }], Terms),
        new CatalogSnapshot(1, "{\"a\":1}", "{\"b\":2}") { ManagedVersion = 1 },
        new CatalogVersion(new CatalogVersionSummary(4, 5, new EntityNames(1, ["model/a"]), new EntityNames(2, ["model/b"]), new EntityNames(3, ["model/c"])), "{\"b\":2}"),
        new CatalogKeyIds(2, ["a", "b"]) { Providers = ["p"], Ramps = ["m"] },
        new CatalogOutcome(3, true, [new CatalogProblem("models[0]", "is wrong")]),
        RampMessages.Status,
        RampMessages.Report,
        RampMessages.Figures,
        RampMessages.Counts,
        RampMessages.Terms,
        Ref,
        new CallBatch(Ref, [1, 2, 3]),
        Failure,
        new LimitSpec
        {
            RequestsPerMinute = 1, TokensPerMinute = 2, TokensPerDay = 3, Concurrent = 4, RequestsPer10Seconds = 5, RequestsPerDay = 6,
            TokensPerMonth = 7, CostPerDay = 8.000000001m, CostPerMonth = 9, TimeZone = "Asia/Shanghai", Soft = ["tokensPerDay"],
            Hard = ["concurrent", "costPerDay"], Tokens = ReservationMode.Strict,
        },
        new LeaseReport
        {
            Edge = new("edge", 1), Lease = new(2, 3), Sequence = 4, Day = 5, Month = 6, SlotsInUse = 7, SlotsCarried = 15, RefundedSinceMs = 16,
            Permits = [new PermitReport(LimitDimension.TokensPerDay, 8, 9, 10, 11, 12)],
            Recent = [new RecentUse(LimitDimension.RequestsPerMinute, 13, 14)],
            Pushback = new ProviderPushback(true, 17, 18), Offers = [new ConsumerOffer("c", 19, 20, 21)],
        },
        new LeaseReply
        {
            Lease = new(1, 2), LifetimeMs = 3, AtMs = 11, Day = 4, DayEndsInMs = 5, Month = 6, MonthEndsInMs = 7, Scarce = true, TellRecent = true, Unstored = true,
            Permits = [new PermitGrant(LimitDimension.TokensPerMinute, 8, 9, 10, 12)],
            Refusal = new LeaseRefusal(LimitDimension.Concurrent, 15, 16, 17, 18, 19),
            Shares = [new ConsumerShare("c", LimitDimension.TokensPerMinute, 0.5)],
        },
        new LimitSet([new Limit(LimitDimension.CostPerDay, 1, true)], "Asia/Shanghai", ReservationMode.Expected),
        Page(),
        new KeptResponse
        {
            Consumer = "c", CreatedMs = 1, UsedMs = 2, Input = "[]"u8.ToArray(), Response = """{"status":"in_progress","output":[]}"""u8.ToArray(), IsRunning = true, IsInBackground = true, TooLargeBytes = 3, Conversation = ulong.MaxValue,
        },
        new IdempotencyClaim("sealed", true, true),
        new AccessSnapshot(3, "{}"),
        new EntityUse([new LimitUse(LimitDimension.CostPerDay, 10, true, 4, 3, 2)]),
        new LeaseOutcome(new LeaseReply { Lease = new(1, 2) }, "silo"),
        new DeskReport("consumer/c", new LeaseReport { Edge = new("edge", 1), Sequence = 2 }, new LimitSet([new Limit(LimitDimension.Concurrent, 3, true)]), 4),
        new DeskBatch(new("edge", 1), [new DeskReport("consumer/c", new LeaseReport { Edge = new("edge", 1), Sequence = 2 }, new LimitSet([]), 4)]),
        new NamedSiloPlacement(),
        new LimitRecord
        {
            Epoch = 1, OffsetMs = 2, WrittenMs = 3, HorizonMs = 4, Closed = true, SlotHolders = ["edge"],
            Ledgers = [new LedgerRecord { Dimension = LimitDimension.RequestsPerMinute, Outstanding = 5, Charges = [new(6, 7)], Used = 8, EndsAtUnixMs = 9 }],
        },
    }.ToDictionary(message => message.GetType().Name);

    private static RollupPage Page()
    {
        const long noon = 1_795_176_000_000;
        var record = new UsageRecord
        {
            CallId = "call", StartedAtMs = noon, Consumer = "c", Model = "m", Operation = "chat.completions", Outcome = CallOutcome.Interrupted,
            Tokens = new TokenUsage(1, 2, 3, 4, true), FirstTokenMs = 5, TotalMs = 6, Attempts = 2,
        };
        var batch = RollupPage.For(RollupResolution.Hour, noon);
        var cell = new UsageCell();
        cell.Add(record);
        batch.Add(noon, cell);
        var page = RollupPage.For(RollupResolution.Hour, noon);
        page.Absorb("edge", 3, batch);
        return page;
    }
}
