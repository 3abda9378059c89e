using AiGateway.Core.Access;

namespace AiGateway.Core.Tests.Access;

public sealed class AuditChainTests
{
    private static readonly List<AuditEntry> Log = Make(5);

    [Fact]
    public void A_log_that_nobody_touched_is_whole() => Assert.Null(AuditChain.FirstBroken(Log, AuditChain.Start));

    [Fact]
    public void It_is_whole_after_it_was_stored_and_read() =>
        Assert.Null(AuditChain.FirstBroken(Log.Select(entry => AccessJson.Read<AuditEntry>(AccessJson.Write(entry))), AuditChain.Start));

    [Fact]
    public void A_line_that_was_changed_is_found() =>
        Assert.Equal(3, AuditChain.FirstBroken(Log.Select(entry => entry.Number == 3 ? entry with { Who = "somebody else" } : entry), AuditChain.Start));

    [Fact]
    public void A_line_that_was_taken_out_is_found_at_the_next() =>
        Assert.Equal(4, AuditChain.FirstBroken(Log.Where(entry => entry.Number != 3), AuditChain.Start));

    [Fact]
    public void Lines_that_changed_places_are_found() =>
        Assert.Equal(3, AuditChain.FirstBroken([Log[0], Log[2], Log[1], Log[3]], AuditChain.Start));

    private static List<AuditEntry> Make(int lines)
    {
        var made = new List<AuditEntry>();
        for (var number = 1; number <= lines; number++)
        {
            var entry = new AuditEntry
            {
                AtMs = 1_000 + number, ChangeId = $"c{number}", Who = "administrator anna", Role = Role.Operator, From = "10.0.0.1", Operation = "putModel",
                Request = "PUT /admin/v1/models/m", Status = 200, Before = "{}", After = """{"id":"m"}""",
            };
            made.Add(AuditChain.Append(entry, number, made.Count > 0 ? made[^1].Chain : AuditChain.Start));
        }
        return made;
    }
}
