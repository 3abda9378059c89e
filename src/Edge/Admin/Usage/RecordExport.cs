using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Records;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>All calls that match, newest first, as a file for other programs.</summary>
internal static class RecordExport
{
    private const int ReadAtOnce = 1_000;

    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        // Names of models are the callers' own words, and a spreadsheet runs what begins like a formula.
        InjectionOptions = InjectionOptions.Escape,
    };

    private static readonly (string Name, Func<UsageRecord, object?> Value)[] Columns =
    [
        ("callId", r => r.CallId),
        ("startedAt", r => DateTimeOffset.FromUnixTimeMilliseconds(r.StartedAtMs).ToString("O", CultureInfo.InvariantCulture)),
        ("consumer", r => r.Consumer),
        ("asked", r => r.Asked),
        ("model", r => r.Model),
        ("operation", r => r.Operation),
        ("provider", r => r.Provider),
        ("targetModel", r => r.TargetModel),
        ("key", r => r.Key),
        ("attempts", r => r.Attempts),
        ("streamed", r => r.Streamed),
        ("promptTokens", r => r.Tokens.Prompt),
        ("completionTokens", r => r.Tokens.Completion),
        ("cachedTokens", r => r.Tokens.Cached),
        ("reasoningTokens", r => r.Tokens.Reasoning),
        ("estimated", r => r.Tokens.Estimated),
        ("costUsd", r => r.CostNanos is { } nanos ? new Usd(nanos).Dollars : null),
        ("firstTokenMs", r => r.FirstTokenMs),
        ("totalMs", r => r.TotalMs),
        ("outcome", r => r.Outcome.ToString()),
        ("status", r => r.Status),
    ];

    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/usage/export", Export)
        .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: "application/x-ndjson")
        .Described("exportCalls", "All calls that match, newest first, as one file", 400);

    /// <param name="format">csv or ndjson.</param>
    private static async Task<IResult> Export([AsParameters] RecordParameters given, string? format, IRecordFinder records, IOptions<JsonOptions> json, HttpContext http)
    {
        if (format is not ("csv" or "ndjson"))
            return AdminResults.BadParameter("format", "csv or ndjson");
        if (given.Limit is not null)
            return AdminResults.BadParameter("limit", "left out: an export has all that match");
        if (given.Read(out var query) is { } problem)
            return problem;
        query = query with { Limit = ReadAtOnce };
        // Before anything is sent, so that a store that is away is told by the status. Later it can only be told by breaking off.
        var first = await records.Find(query, http.RequestAborted);
        http.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"calls.{format}\"";
        // A page is put together before it is sent: writers of text write when they like, and a response takes no writing that blocks.
        await using var buffer = new MemoryStream();
        await using var text = new StreamWriter(buffer, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        await using var rows = new CsvWriter(text, Csv);
        if (format == "csv")
            rows.WriteHead();
        for (var page = first; ; page = await records.Find(query with { After = RecordPlace.Of(page[^1]) }, http.RequestAborted))
        {
            foreach (var stored in page)
            {
                if (format == "csv")
                    rows.Write(stored.Record);
                else
                    text.WriteLine(JsonSerializer.Serialize(CallAnswer.Of(stored.Record), json.Value.SerializerOptions));
            }
            rows.Flush();
            text.Flush();
            buffer.Position = 0;
            await buffer.CopyToAsync(http.Response.Body, http.RequestAborted);
            buffer.SetLength(0);
            if (page.Count < ReadAtOnce)
                return Results.Empty;
        }
    }

    private static void WriteHead(this CsvWriter rows)
    {
        foreach (var (name, _) in Columns)
            rows.WriteField(name);
        rows.NextRecord();
    }

    private static void Write(this CsvWriter rows, UsageRecord record)
    {
        foreach (var (_, value) in Columns)
            rows.WriteField(value(record));
        rows.NextRecord();
    }
}
