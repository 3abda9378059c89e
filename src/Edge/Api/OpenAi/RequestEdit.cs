using System.Buffers;
using System.Text;
using AiGateway.Edge.Api.Values;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Makes the body for the provider: the caller's own bytes, in their order, except where something has to change.</summary>
internal static class RequestEdit
{
    [ThreadStatic]
    private static SpliceList? _edits;

    public static void Write(ReadOnlySpan<byte> body, in RequestScan scan, in RequestChanges changes, IBufferWriter<byte> output)
    {
        var edits = _edits ??= new SpliceList();
        edits.Clear();
        if (changes.Model is { } model && (model != scan.Model || scan.ModelIsInPath))
            NameModel(edits, body, scan, model);
        if (changes.AskUsage && scan is { Stream: true, UsageAsked: false } && scan.Operation is Operation.ChatCompletions or Operation.Completions)
            AskUsage(edits, scan);
        var values = changes.Values is { MaxOutputTokens: not null } raised ? raised with { MaxOutputTokens = null } : changes.Values;
        if (scan.Operation.TakesCap() && Cap(changes) is { } cap)
        {
            WriteCaps(edits, scan, cap, isRaised: changes.Values?.MaxOutputTokens is not null);
            // Where Google has it other values may be added too, and all have to be at once.
            if (scan.OutputCap is null && scan.Operation == Operation.GenerateContent)
                values = (values ?? new()) with { MaxOutputTokens = cap };
            else if (scan.OutputCap is null)
                AddCap(edits, scan, cap, changes.CapMember);
        }

        if (changes.Continuation is { } continuation)
            continuation.AddTo(edits, scan);
        if (values is not null && scan.Operation.ChatDialect() is { } dialect)
            RequestValuesJson.Write(edits, body, dialect, values, changes.Model ?? scan.Model);
        foreach (var quirk in changes.Quirks ?? [])
            edits.Replace(new ByteRange(quirk.Start, quirk.Length), quirk.Text.Span);
        edits.WriteTo(body, output);
    }

    private static void NameModel(SpliceList edits, ReadOnlySpan<byte> body, in RequestScan scan, string model)
    {
        if (!scan.ModelValue.IsEmpty)
            edits.Replace(scan.ModelValue, JsonText.Quote(model));
        else if (scan.Operation is not (Operation.GenerateContent or Operation.CountContents))
            edits.Insert(scan.End, Encoding.UTF8.GetBytes($"{(body[..scan.End].TrimEnd(" \t\r\n"u8).EndsWith("{"u8) ? "" : ",")}\"model\":{Encoding.UTF8.GetString(JsonText.Quote(model))}"));
    }

    private static void AskUsage(SpliceList edits, in RequestScan scan)
    {
        if (!scan.IncludeUsageValue.IsEmpty)
            edits.Replace(scan.IncludeUsageValue, "true"u8);
        else if (scan.StreamOptionsIsObject)
            edits.Insert(scan.StreamOptionsValue.Start + 1, scan.StreamOptionsHasMembers ? "\"include_usage\":true,"u8 : "\"include_usage\":true"u8);
        else if (!scan.StreamOptionsValue.IsEmpty)
            edits.Replace(scan.StreamOptionsValue, "{\"include_usage\":true}"u8);
        else
            edits.Insert(scan.End, ",\"stream_options\":{\"include_usage\":true}"u8);
    }

    private static int? Cap(in RequestChanges changes) => changes.Values?.MaxOutputTokens is { } asked ? Math.Min(asked, changes.OutputCap ?? asked) : changes.OutputCap;

    private static void WriteCaps(SpliceList edits, in RequestScan scan, int cap, bool isRaised)
    {
        Span<byte> digits = stackalloc byte[11];
        cap.TryFormat(digits, out var length, provider: null);
        foreach (var declared in (ReadOnlySpan<DeclaredCap>)[scan.MaxTokens, scan.MaxCompletionTokens, scan.MaxOutputTokens])
        {
            if (declared.Tokens > cap || (isRaised && declared.Tokens < cap))
                edits.Replace(declared.Value, digits[..length]);
        }
    }

    private static void AddCap(SpliceList edits, in RequestScan scan, int cap, string member)
    {
        // A null of the same name gives way: two members of one name would be anybody's guess.
        var standing = member switch
        {
            "max_tokens" => scan.MaxTokens.Value,
            "max_completion_tokens" => scan.MaxCompletionTokens.Value,
            "max_output_tokens" => scan.MaxOutputTokens.Value,
            _ => throw new ArgumentException($"'{member}' is not the name of an output cap.", nameof(member)),
        };
        if (!standing.IsEmpty)
            edits.Replace(standing, Encoding.UTF8.GetBytes($"{cap}"));
        else
            edits.Insert(scan.End, Encoding.UTF8.GetBytes($",\"{member}\":{cap}"));
    }
}
