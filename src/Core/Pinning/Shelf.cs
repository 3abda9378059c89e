namespace AiGateway.Core.Pinning;

/// <summary>What one consumer made of one kind, in the order in which it was made: for lists.</summary>
public sealed record Shelf
{
    /// <summary>The newest so many are listed; older ones are still found by their ids.</summary>
    public const int MaxEntries = 10_000;

    public static Shelf Empty { get; } = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ShelfEntry> Entries { get; init; } = [];

    /// <summary>With one more; one that is there already stays where it is.</summary>
    public Shelf With(ShelfEntry entry)
    {
        if (Entries.Any(other => other.Id == entry.Id && !other.Gone))
            return this;
        var others = Entries.Where(other => other.Id != entry.Id).ToList();
        if (others.Count >= MaxEntries)
            others.RemoveAt(Math.Max(0, others.FindIndex(other => other.Gone)));
        return new Shelf { Entries = [.. others, entry] };
    }

    /// <summary>Its place is kept: a caller that deletes what it was shown goes on from there.</summary>
    public Shelf Without(string id) => new() { Entries = [.. Entries.Select(entry => entry.Id == id ? entry with { Gone = true } : entry)] };

    /// <summary>The entries behind another.</summary>
    /// <param name="after">The id behind which to go on; null for the beginning.</param>
    /// <param name="count">So many at the most.</param>
    /// <param name="newestFirst">The order.</param>
    /// <returns>Null when there is no such id.</returns>
    public ShelfPage? Page(string? after, int count, bool newestFirst)
    {
        var ordered = newestFirst ? Entries.Reverse() : Entries;
        if (after is not null)
        {
            if (!Entries.Any(entry => entry.Id == after))
                return null;
            ordered = ordered.SkipWhile(entry => entry.Id != after).Skip(1);
        }
        return new ShelfPage([.. ordered.Where(entry => !entry.Gone).Take(count)]);
    }
}

/// <summary>Something a consumer made.</summary>
/// <param name="Id">As the provider calls it.</param>
/// <param name="Provider">Where it is.</param>
/// <param name="Account">The provider's account that made it.</param>
public sealed record ShelfEntry(string Id, string Provider, string Account)
{
    /// <summary>Deleted since.</summary>
    public bool Gone { get; init; }
}

/// <summary>A part of a list.</summary>
public sealed record ShelfPage(IReadOnlyList<ShelfEntry> Entries);
