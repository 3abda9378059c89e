using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using Microsoft.AspNetCore.Connections.Features;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Sends one answer, with the faults that concern the connection and whole bodies.</summary>
internal sealed class Responder(HttpContext context, Answer answer, LogEntry entry, Pace pace)
{
    private const string Json = "application/json";

    /// <summary>There may be hundreds of megabytes of them.</summary>
    private const int BlankBytes = 64 * 1024;

    public Pace Pace => pace;

    /// <summary>Headers the dialect sends with every answer.</summary>
    public Dictionary<string, string> Usual { get; } = [];

    public Task<Ending> WholeAsync(JsonObject body) => BodyAsync(200, answer.Headers, Json, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public Task<Ending> BytesAsync(string contentType, byte[] body) => BodyAsync(200, answer.Headers, contentType, body);

    public Task<Ending> LiteralAsync(Answer said)
    {
        var text = said.Body switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } literal => literal.GetString()!,
            { } json => json.GetRawText(),
        };
        text = text.Replace("{{key}}", entry.Key, StringComparison.Ordinal);
        return BodyAsync(said.Status ?? 200, said.Headers, text.Length > 0 ? Json : null, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Null: go on. Otherwise the call is over.</summary>
    public async Task<Ending?> BeginAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, string? contentType)
    {
        await pace.BeforeHeadersAsync();
        if (answer.Fault == Fault.Reset)
            return Break();
        if (answer.Fault == Fault.Silence)
            await pace.ForeverAsync();

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = answer.ContentType ?? contentType;
        foreach (var (name, value) in Usual.Concat(headers))
            response.Headers[name] = value;
        entry.Status = status;
        return null;
    }

    public BodySink OpenBody() => new(context.Response, answer);

    public Task FlushHeadersAsync() => context.Response.Body.FlushAsync(pace.PeerGone);

    public Ending Break()
    {
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
            connection.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
        return Ending.BrokenByRule;
    }

    private async Task BlankLinesAsync(BodySink sink)
    {
        var piece = new byte[Math.Min(answer.LeadingBlankLines, BlankBytes)];
        piece.AsSpan().Fill((byte)'\n');
        for (var left = answer.LeadingBlankLines; left > 0; left -= piece.Length)
            await sink.WriteAsync(piece.AsMemory(0, Math.Min(left, piece.Length)), pace.PeerGone);
    }

    private async Task<Ending> BodyAsync(
        int status, IEnumerable<KeyValuePair<string, string>> headers, string? contentType, byte[] body)
    {
        if (await BeginAsync(status, headers, contentType) is { } over)
            return over;

        using var sink = OpenBody();
        var isWhole = answer.Fault is not (Fault.Cut or Fault.Stall or Fault.End);
        if (!answer.Gzip && answer.Fault != Fault.End)
            context.Response.ContentLength = answer.LeadingBlankLines + body.Length;
        await BlankLinesAsync(sink);
        await sink.WriteAsync(isWhole ? body : body.AsMemory(0, body.Length / 2), pace.PeerGone);

        if (answer.Fault == Fault.Cut)
            return Break();
        if (answer.Fault == Fault.Stall)
            await pace.ForeverAsync();
        await sink.FinishAsync(pace.PeerGone);
        return Ending.Completed;
    }
}
