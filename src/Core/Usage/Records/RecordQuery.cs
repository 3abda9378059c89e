namespace AiGateway.Core.Usage.Records;

/// <summary>Which records are looked for: those that are like it in all that it names. What is null does not matter. Ids are whole, and upper case is not lower.</summary>
public sealed record RecordQuery
{
    /// <summary>Started at or after this, Unix ms.</summary>
    public long? FromMs { get; init; }

    /// <summary>Started before this, Unix ms.</summary>
    public long? ToMs { get; init; }

    /// <summary>The call's <c>x-request-id</c>, whole.</summary>
    public string? CallId { get; init; }

    /// <summary>Id of the consumer who called.</summary>
    public string? Consumer { get; init; }

    /// <summary>Id in the catalog of the model that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Id of the provider of the last attempt.</summary>
    public string? Provider { get; init; }

    /// <summary>Id of the upstream key of the last attempt.</summary>
    public string? Key { get; init; }

    /// <summary>How the call ended.</summary>
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
