using System.Globalization;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Responses;

/// <summary>Which part of a response's input is wanted.</summary>
internal static class ItemQuery
{
    /// <returns>Null when it is no page.</returns>
    public static InputItemPage? Read(IQueryCollection query, out OpenAiError? error)
    {
        error = null;
        var limit = InputItemPage.DefaultLimit;
        if (query.TryGetValue("limit", out var given) && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > InputItemPage.MaxLimit))
            error = ObjectErrors.InvalidQuery("limit", $"a whole number from 1 to {InputItemPage.MaxLimit}");
        var order = (string?)query["order"];
        if (order is not (null or "" or "asc" or "desc"))
            error = ObjectErrors.InvalidQuery("order", "asc or desc");
        return error is null ? new InputItemPage(order == "asc", query["after"] is [{ Length: > 0 } after] ? after : null, limit) : null;
    }
}
