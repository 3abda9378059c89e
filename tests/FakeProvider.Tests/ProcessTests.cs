using System.Diagnostics;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task Started_as_a_process_it_says_where_it_listens_and_serves_there()
    {
        var token = TestContext.Current.CancellationToken;
        var dll = Path.Combine(AppContext.BaseDirectory, "AiGateway.FakeProvider.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [dll, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(token);
            Assert.Matches("^listening on http://127\\.0\\.0\\.1:[1-9][0-9]*$", line);

            using var http = new HttpClient();
            var presets = await http.GetStringAsync(new Uri(line!["listening on ".Length..] + "/_control/presets"), token);

            Assert.True(JsonDocument.Parse(presets).RootElement.GetArrayLength() > 100);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(token);
        }
    }
}
