using System.Text.Json;
using AiGateway.Grains.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin;

/// <summary>Problems the management API answers with. None holds a secret.</summary>
internal static class AdminResults
{
    public static ProblemHttpResult Problem(int status, string title, string? detail = null) => TypedResults.Problem(detail, statusCode: status, title: title);

    public static ProblemHttpResult NotFound(string what, string id) => Problem(StatusCodes.Status404NotFound, $"There is no {what} '{id}'.");

    public static ProblemHttpResult InFile(string what, string id) => Problem(
        StatusCodes.Status409Conflict, $"The {what} '{id}' is declared in the catalog file, or without one by the environment.",
        "Change it there; the file is read again by itself.");

    /// <param name="wanted">What it must be.</param>
    public static ProblemHttpResult BadParameter(string name, string wanted) => Problem(StatusCodes.Status400BadRequest, $"'{name}' must be {wanted}.");

    public static ProblemHttpResult BadBody(JsonException e) => Problem(
        StatusCodes.Status400BadRequest, "The body is not what this address takes.", $"{e.Path}: {e.Message}");

    /// <summary>What became of a change: its entity, or why not.</summary>
    public static Results<Ok<T>, ProblemHttpResult> Of<T>(CatalogOutcome outcome, Func<T> accepted)
    {
        if (outcome.Conflict)
            return Problem(StatusCodes.Status409Conflict, "Others kept changing the catalog at the same time.", "Look at it again and repeat the change.");
        if (outcome.Problems.Length == 0)
            return TypedResults.Ok(accepted());
        return TypedResults.Problem(
            statusCode: StatusCodes.Status422UnprocessableEntity, title: "The catalog would not be valid with this change.",
            extensions: new Dictionary<string, object?> { ["problems"] = outcome.Problems.Select(p => new { path = p.Path, message = p.Message }) });
    }
}
