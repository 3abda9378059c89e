using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Catalog;
using AiGateway.Edge.Admin.Http;
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

    /// <summary>Refuses a body that names another entity than the address.</summary>
    public static ProblemHttpResult? IdMismatch(string what, string inAddress, string inBody) => inAddress == inBody
        ? null
        : Problem(StatusCodes.Status400BadRequest, $"The address names {what} '{inAddress}', the body '{inBody}'.", "Make them the same.");

    /// <summary>It is not in the state the caller wants it in.</summary>
    /// <param name="current">How it is; null when there is none.</param>
    public static ProblemHttpResult Changed(string what, string id, object? current) => current is null
        ? Problem(StatusCodes.Status412PreconditionFailed, $"There is no {what} '{id}' (any more).", "Leave 'If-Match' out to create it.")
        : TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed, title: $"The {what} '{id}' is not as you know it.",
            detail: "How it is now is in 'current', and its tag in 'ETag': repeat the change on that.", extensions: new Dictionary<string, object?> { ["current"] = current });

    /// <summary>It cannot be taken away, because of what would not be valid without it.</summary>
    public static ProblemHttpResult InUse(string what, string id, IReadOnlyList<CatalogProblem> uses) => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict, title: $"The {what} '{id}' is in use.", detail: "Change what 'problems' names first.",
        extensions: Listing(uses));

    /// <param name="wanted">What it must be.</param>
    public static ProblemHttpResult BadParameter(string name, string wanted) => Problem(StatusCodes.Status400BadRequest, $"'{name}' must be {wanted}.");

    public static ProblemHttpResult BadBody(JsonException e) => Problem(
        StatusCodes.Status400BadRequest, "The body is not what this address takes.", $"{e.Path}: {e.Message}");

    /// <summary>What became of a change: its entity, or why not.</summary>
    public static Results<Ok<T>, ProblemHttpResult> Of<T>(ChangeResult result, Func<CatalogLayers, T> accepted)
    {
        if (result.Stored is { } stored)
            return TypedResults.Ok(accepted(stored));
        if (result.Refused is { } refused)
            return refused;
        if (result.Outcome!.Conflict)
            return Problem(StatusCodes.Status409Conflict, "Others kept changing the catalog at the same time.", "Look at it again and repeat the change.");
        return Invalid("The catalog would not be valid with this change.", result.Outcome.Problems);
    }

    /// <summary>It cannot be done, because of all these.</summary>
    public static ProblemHttpResult Invalid(string title, IReadOnlyList<CatalogProblem> problems) =>
        TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: title, extensions: Listing(problems));

    private static Dictionary<string, object?> Listing(IReadOnlyList<CatalogProblem> problems) =>
        new() { ["problems"] = problems.Select(problem => new ProblemAnswer(problem.Path, problem.Message)).ToList() };
}
