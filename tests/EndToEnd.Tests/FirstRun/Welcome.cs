using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.FirstRun;

/// <summary>What a gateway prints once it can serve, read as a newcomer reads it.</summary>
internal sealed record Welcome(string Address, string ConsumerKey, string Management, string AdminToken, string Curl)
{
    public static async Task<Welcome> Read(EdgeProcess edge)
    {
        var curl = await edge.Process.Line(line => line.TrimStart().StartsWith("curl ", StringComparison.Ordinal));
        var lines = edge.Process.Output.Lines;
        return new Welcome(After("address"), After("consumer key"), After("management"), After("admin token"), curl.Trim());

        string After(string label) => lines.Select(l => l.Trim()).First(l => l.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();
    }
}
