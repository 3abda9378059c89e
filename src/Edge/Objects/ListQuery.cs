using System.Globalization;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="After">The id behind which to go on; null for the beginning.</param>
/// <param name="Limit">1–100.</param>
/// <param name="NewestFirst">The order.</param>
/// <param name="Purpose">Files with this purpose only; null for all.</param>
internal sealed record ListQuery(string? After, int Limit, bool NewestFirst, string? Purpose)
{
    /// <summary>A page of more would take longer than a caller waits: each of its objects is asked for.</summary>
    public const int MostListed = 100;

    /// <summary>What would leave something out of a list, or turn it round, and is not known here: to pass over it would show something else than what was asked for.</summary>
    private static readonly string[] Unserved = ["before", "name", "order_by", "metadata"];

    public static ListQuery? Read(IQueryCollection query, PinKind kind, out OpenAiError? error)
    {
        error = null;
        var of = ObjectKinds.Of(kind);
        var listing = of.Listing!;
        var limit = listing.Usual;
        if (query.TryGetValue("limit", out var given) && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1))
            error = ObjectErrors.InvalidQuery("limit", "a whole number from 1");
        var order = listing.TakesOrder ? (string?)query["order"] : null;
        if (order is not (null or "" or "asc" or "desc"))
            error = ObjectErrors.InvalidQuery("order", "asc or desc");
        if (of.IsPassedOn && query.Keys.FirstOrDefault(name => Array.Exists(Unserved, each => name == each || name.StartsWith(each + "[", StringComparison.Ordinal))) is { } unserved)
            error = ObjectErrors.InvalidQuery(unserved, "nothing of the kind, for lists of your own are read forwards and whole");
        var newestFirst = string.IsNullOrEmpty(order) ? !listing.OldestFirst : order == "desc";
        return error is null
            ? new ListQuery(Text(query, "after"), Math.Min(limit, MostListed), newestFirst, kind == PinKind.File ? Text(query, "purpose") : null)
            : null;
    }

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text] ? text : null;
}
