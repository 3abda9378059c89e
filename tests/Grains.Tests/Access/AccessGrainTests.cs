using AiGateway.Core.Access;
using AiGateway.Grains.Access;
using AiGateway.Grains.Audit;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Access;

[Collection(nameof(SharedCluster))]
public sealed class AccessGrainTests(SharedCluster cluster)
{
    [Fact]
    public async Task Of_two_changes_of_the_same_version_one_is_made_and_lasts_over_a_restart()
    {
        var owner = cluster.Grains.GetGrain<IAccessGrain>(7);
        var before = (await owner.Get(-1))!;

        Assert.True(await owner.Replace("one", before.Version));
        Assert.False(await owner.Replace("two", before.Version));
        await cluster.Deactivate(owner);

        Assert.Equal(new AccessSnapshot(before.Version + 1, "one"), await owner.Get(before.Version));
        Assert.Null(await owner.Get(before.Version + 1));
    }

    [Fact]
    public async Task Failures_to_sign_in_are_remembered_over_a_restart()
    {
        var counter = cluster.Grains.GetGrain<ISignInGrain>("name/anna");
        for (var failure = 0; failure < Lockout.Free; failure++)
            Assert.Equal(0, await counter.Try());
        await cluster.Deactivate(counter);

        Assert.InRange(await counter.Try(), 1, Lockout.FirstMs);
    }

    [Fact]
    public async Task A_code_works_once_and_no_older_one_after_it()
    {
        var counter = cluster.Grains.GetGrain<ISignInGrain>("name/bert");

        Assert.True(await counter.Succeed(100));
        await cluster.Deactivate(counter);
        Assert.False(await counter.Succeed(100));
        Assert.False(await counter.Succeed(99));
        Assert.True(await counter.Succeed(101));
        Assert.True(await counter.Succeed(0));
    }

    [Fact]
    public async Task Keys_of_sessions_are_kept()
    {
        var ring = cluster.Grains.GetGrain<IKeyRingGrain>(7);
        await ring.Add("<a/>");
        await ring.Add("<b/>");
        await cluster.Deactivate(ring);

        Assert.Equal(["<a/>", "<b/>"], await ring.Read());
    }

    [Fact]
    public async Task The_audit_log_goes_on_over_pages_and_restarts_without_a_gap()
    {
        var log = cluster.Grains.GetGrain<IAuditGrain>(7);
        const int lines = (2 * IAuditGrain.PageLines) + 5;
        var first = await log.Count();
        for (var line = 0; line < lines; line++)
        {
            if (line % 70 == 0)
                await cluster.Deactivate(log);
            await log.Append(AccessJson.Write(Line(line)));
        }

        Assert.Equal(first + lines, await log.Count());
        var read = new List<AuditEntry>();
        for (long page = 0; page * IAuditGrain.PageLines < first + lines; page++)
            read.AddRange((await cluster.Grains.GetGrain<IAuditPageGrain>(page).Read()).Select(AccessJson.Read<AuditEntry>));
        Assert.Equal(Enumerable.Range(1, read.Count).Select(number => (long)number), read.Select(entry => entry.Number));
        Assert.Equal($"c{lines - 1}", read[^1].ChangeId);
        Assert.Null(AuditChain.FirstBroken(read, AuditChain.Start));
    }

    private static AuditEntry Line(int number) => new()
    {
        AtMs = number, ChangeId = $"c{number}", Who = "administrator anna", Role = Role.Owner, From = "", Operation = "putModel", Request = "PUT /",
    };
}
