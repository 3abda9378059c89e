using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster.Leases;

/// <summary>One entity's account at an edge, whose reports wait for the test to answer them.</summary>
internal sealed class Bench
{
    private static readonly EdgeName Edge = new("edge", 1);

    private readonly FakeDesk _desk;

    public Bench(LimitSpec spec)
    {
        Limited = LimitedEntity.Of("consumer/team", spec, hard: true, version: 1)!;
        _desk = new FakeDesk(Time);
        Lease = New(Limited, Sent.Add);
    }

    public FakeTimeProvider Time { get; } = new();

    public LimitedEntity Limited { get; }

    public EntityLease Lease { get; }

    /// <summary>Reports that left, or would have.</summary>
    public List<EntityLease> Sent { get; } = [];

    public long NowMs => Time.MonotonicMs();

    public EntityLease New(LimitedEntity limited, Action<EntityLease> send) =>
        new(limited, new LeaseAccount(Edge, 0, LeaseTerms.Default), send, Time);

    /// <summary>The owner answers the report under way.</summary>
    public async Task Answer()
    {
        var sentMs = NowMs;
        var report = new DeskReport(Limited.Name, Lease.Begin(sentMs), Limited.Limits, Limited.Version);
        Lease.End((await _desk.Serve(new DeskBatch(Edge, [report]), null!))[0], sentMs);
    }

    /// <summary>The answer to the report under way is this one.</summary>
    public void Answer(LeaseReply reply)
    {
        _ = Lease.Begin(NowMs);
        Lease.End(new LeaseOutcome(reply, "silo"), NowMs);
    }

    /// <summary>The report under way is lost.</summary>
    public void Lose()
    {
        _ = Lease.Begin(NowMs);
        Lease.End(null, NowMs);
    }

    public AdmitResult TryTake(long tokens = 0) => Lease.TryTake(new CallDemand(tokens, 0), Limited);

    public Task<AdmitResult?> Take(long tokens = 0) => TakeUnless(TestContext.Current.CancellationToken, tokens);

    public Task<AdmitResult?> TakeUnless(CancellationToken left, long tokens = 0) =>
        Lease.TakeAfterReport(new CallDemand(tokens, 0), Limited, left).AsTask();
}
