using System.Text.Json;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>Sends damaged requests, and looks whether each was refused as it should be, in the caller's own dialect.</summary>
/// <param name="http">Presents no key of its own.</param>
/// <param name="key">Of a consumer.</param>
internal sealed class RefusedCalls(HttpClient http, string key)
{
    private const int AtOnce = 8;

    /// <summary>What is wrong with the answers; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> Wrong(IEnumerable<(CallerDialect Dialect, string Path, string Model, Damage Damage)> calls)
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(calls, options, async (call, _) =>
        {
            var answer = await Send(call.Dialect, call.Path.Replace("MODEL", call.Model, StringComparison.Ordinal), call.Damage.Content(call.Model), call.Damage.Announces);
            if (Problem(answer, call.Dialect, call.Damage) is { } problem)
                wrong.Add($"{call.Path} | {call.Damage.Name} | {problem}: {answer.Status} {answer.Body}");
        });
        return [.. wrong.Order(StringComparer.Ordinal)];
    }

    public async Task<HttpAnswer> Send(CallerDialect dialect, string path, HttpContent content, bool announces = false)
    {
        using var request = Request(dialect, path, content);
        request.Headers.ExpectContinue = announces;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    /// <summary>Reads what comes to its end or to where it breaks off.</summary>
    public async Task<StreamAnswer> Ask(CallerDialect dialect, string path, HttpContent content)
    {
        using var request = Request(dialect, path, content);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await StreamAnswer.Read(response);
    }

    private HttpRequestMessage Request(CallerDialect dialect, string path, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(dialect.KeyHeader, dialect.KeyValue(key));
        return request;
    }

    private static string? Problem(HttpAnswer answer, CallerDialect dialect, Damage damage)
    {
        if (answer.Status != damage.Status)
            return $"not {damage.Status}";
        if (answer.Header("content-type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return "not JSON";
        try
        {
            if (dialect.Read(answer) is not { } told)
                return "not in the dialect's shape";
            if (told.Type != TypeOf(dialect, damage.Status))
                return $"type {told.Type}";
            if (told.Code != (dialect == CallerDialect.Anthropic ? null : damage.Code))
                return $"not {damage.Code}";
            return told.Message.Contains(damage.Says, StringComparison.Ordinal) ? null : $"does not say {damage.Says}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "unreadable";
        }
    }

    private static string TypeOf(CallerDialect dialect, int status) =>
        dialect == CallerDialect.Gemini ? (status == 404 ? "NOT_FOUND" : "INVALID_ARGUMENT")
        : dialect == CallerDialect.Anthropic && status == 413 ? "request_too_large"
        : dialect == CallerDialect.Anthropic && status == 404 ? "not_found_error"
        : "invalid_request_error";
}
