using AiGateway.Core.Usage;

namespace AiGateway.Edge.Records;

/// <summary>Which records are looked for. What is null does not matter.</summary>
internal sealed record RecordQuery
{
    /// <summary>Started at or after this, Unix ms.</summary>
    public long? FromMs { get; init; }

    /// <summary>Started before this, Unix ms.</summary>
    public long? ToMs { get; init; }

    /// <summary>The call's <c>x-request-id</c>, whole.</summary>
    public string? CallId { get; init; }

    public string? Consumer { get; init; }

    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? Key { get; init; }

    public CallOutcome? Outcome { get; init; }

    /// <summary>HTTP status the caller received.</summary>
    public int? Status { get; init; }

    /// <summary>True for copies that shadows answered, false for callers' own calls.</summary>
    public bool Shadow { get; init; }

    /// <summary>Only what comes after this place in the list, which is newest first.</summary>
    public RecordPlace? After { get; init; }

    /// <summary>At the most so many, from 1.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The same question as the stores answer, of one record.</summary>
    public bool Matches(StoredRecord stored)
    {
        var record = stored.Record;
        return (record.Shadow == true) == Shadow
            && (FromMs is not { } from || record.StartedAtMs >= from)
            && (ToMs is not { } to || record.StartedAtMs < to)
            && (CallId is null || record.CallId == CallId)
            && (Consumer is null || record.Consumer == Consumer)
            && (Model is null || record.Model == Model)
            && (Provider is null || record.Provider == Provider)
            && (Key is null || record.Key == Key)
            && (Outcome is not { } outcome || record.Outcome == outcome)
            && (Status is not { } status || record.Status == status)
            && (After is not { } after || after.CompareTo(RecordPlace.Of(stored)) > 0);
    }
}
