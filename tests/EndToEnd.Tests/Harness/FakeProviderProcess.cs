using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>The provider that misbehaves on command, as a process, and its control API.</summary>
public sealed class FakeProviderProcess : IAsyncDisposable
{
    private const string Says = "listening on ";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _control;

    private FakeProviderProcess(RunningProcess process, Uri address) =>
        (Process, Address, _control) = (process, address, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) });

    public RunningProcess Process { get; }

    public Uri Address { get; }

    /// <summary>What a catalog names as a provider's base address.</summary>
    public string BaseUrl => $"{Address.ToString().TrimEnd('/')}/v1";

    public static async Task<FakeProviderProcess> Start()
    {
        var process = RunningProcess.Dotnet(ProgramFiles.FakeProvider, ["--urls", "http://127.0.0.1:0"]);
        var line = await process.Line(l => l.StartsWith(Says, StringComparison.Ordinal));
        return new FakeProviderProcess(process, new Uri(line[Says.Length..]));
    }

    /// <summary>Adds rules; each is an anonymous object in the shape the provider's README describes.</summary>
    /// <returns>Their ids.</returns>
    public async Task<long[]> AddRules(params object[] rules)
    {
        using var response = await _control.PostAsJsonAsync("/_control/rules", rules, Json);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? [.. JsonNode.Parse(answer)!["ids"]!.AsArray().Select(id => id!.GetValue<long>())]
            : throw new InvalidOperationException(answer);
    }

    /// <returns>Its id.</returns>
    public async Task<long> AddRule(object rule) => (await AddRules(rule))[0];

    public async Task RemoveRule(long id)
    {
        using var answer = await _control.DeleteAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/_control/rules/{id}"), UriKind.Relative));
    }

    /// <summary>Forgets all rules and the log.</summary>
    public async Task Clear()
    {
        using var rules = await _control.DeleteAsync(new Uri("/_control/rules", UriKind.Relative));
        using var log = await _control.DeleteAsync(new Uri("/_control/log", UriKind.Relative));
    }

    /// <summary>Drops the entries of its log up to a number, so that a long run does not fill its memory.</summary>
    public async Task Forget(long through)
    {
        using var log = await _control.DeleteAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/_control/log?through={through}"), UriKind.Relative));
    }

    public async Task<IReadOnlyList<FakePreset>> Presets() =>
        await _control.GetFromJsonAsync<FakePreset[]>("/_control/presets", Json) ?? [];

    /// <summary>What arrived, oldest first.</summary>
    /// <param name="after">Only entries behind this number.</param>
    /// <param name="wait">Answers once there are so many, or when the time is up.</param>
    /// <param name="ended">Only calls that have ended.</param>
    /// <param name="timeoutMs">The longest to wait.</param>
    public async Task<FakeLog> Log(long after = 0, int wait = 0, bool ended = false, int timeoutMs = 10_000)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"/_control/log?after={after}&wait={wait}&ended={(ended ? "true" : "false")}&timeoutMs={timeoutMs}");
        return await _control.GetFromJsonAsync<FakeLog>(query, Json) ?? throw new InvalidOperationException("The provider has no log.");
    }

    /// <summary>The calls made with keys that begin so.</summary>
    public async Task<IReadOnlyList<FakeCall>> CallsWith(string keyPrefix) =>
        [.. (await Log()).Entries.Where(e => e.Key?.StartsWith(keyPrefix, StringComparison.Ordinal) == true)];

    public async Task<JsonNode> Stats() => (await _control.GetFromJsonAsync<JsonNode>("/_control/stats", Json))!;

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Process.DisposeAsync();
    }
}
