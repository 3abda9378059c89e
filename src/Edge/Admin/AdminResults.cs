using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Catalog;
using AiGateway.Grains.Catalog;

namespace AiGateway.Edge.Admin;

/// <summary>Answers of the management API. No secret leaves by them, sealed or not.</summary>
internal static class AdminResults
{
    /// <summary>An entity as JSON without its secrets.</summary>
    public static JsonNode Shown<T>(T entity)
    {
        var node = JsonNode.Parse(CatalogJson.Write(entity))!;
        Mask(node);
        return node;
    }

    public static IResult Problem(int status, string title, string? detail = null) => Results.Problem(detail, statusCode: status, title: title);

    public static IResult NotFound(string what, string id) => Problem(StatusCodes.Status404NotFound, $"There is no {what} '{id}'.");

    public static IResult InFile(string what, string id) => Problem(
        StatusCodes.Status409Conflict, $"The {what} '{id}' is declared in the catalog file, or without one by the environment.",
        "Change it there; the file is read again by itself.");

    /// <param name="wanted">What it must be.</param>
    public static IResult BadParameter(string name, string wanted) => Problem(StatusCodes.Status400BadRequest, $"'{name}' must be {wanted}.");

    public static IResult BadBody(JsonException e) => Problem(
        StatusCodes.Status400BadRequest, "The body is not what this address takes.", $"{e.Path}: {e.Message}");

    /// <summary>What became of a change: its entity, or why not.</summary>
    public static IResult Of(CatalogOutcome outcome, Func<object> accepted)
    {
        if (outcome.Conflict)
            return Problem(StatusCodes.Status409Conflict, "Others kept changing the catalog at the same time.", "Look at it again and repeat the change.");
        if (outcome.Problems.Length == 0)
            return Results.Json(accepted());
        return Results.Problem(
            statusCode: StatusCodes.Status422UnprocessableEntity, title: "The catalog would not be valid with this change.",
            extensions: new Dictionary<string, object?> { ["problems"] = outcome.Problems.Select(p => new { path = p.Path, message = p.Message }) });
    }

    private static void Mask(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Mask(item);
        }
        else if (node is JsonObject members)
        {
            // A digest's beginning tells a caller's keys apart; it cannot be turned back into one.
            if (members["secret"] is JsonObject secret)
            {
                members.Remove("secret");
                if (secret["digest"]?.GetValue<string>() is { } digest)
                    members["id"] = digest[..ConsumerEndpoints.KeyIdLength];
                else
                    members["secretSet"] = true;
            }
            foreach (var (_, value) in members)
                Mask(value);
        }
    }
}
