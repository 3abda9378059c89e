using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Access;

/// <summary>Tokens for automation. One is shown in the answer that makes it and never again.</summary>
internal static class ApiTokenEndpoints
{
    private const int LongestName = 100;
    private const int MostDays = 3_650;
    private const int IdLength = 12;

    public static void Map(IEndpointRouteBuilder owners)
    {
        var tokens = owners.MapGroup("/tokens");
        tokens.MapGet("", List).Described("listTokens", "Tokens for automation, in the order of their ids", 400, 403);
        tokens.MapPost("", Create).Accepts<ApiTokenRequest>("application/json").Described("createToken", "Makes a token and shows it, this once", 400, 403, 413, 422);
        tokens.MapDelete("/{id}", Delete).Described("deleteToken", "Takes a token's access away, at once and everywhere", 403, 404);
    }

    private static async Task<Results<Ok<Listed<ApiTokenAnswer>>, ProblemHttpResult>> List([AsParameters] PageParameters part, AccessDirectory directory) =>
        part.Take((await directory.Read()).Tokens, token => token.Id, out var page) is { } problem ? problem : TypedResults.Ok(page.Shown(ApiTokenAnswer.Of));

    private static async Task<Results<Ok<NewApiTokenAnswer>, ProblemHttpResult>> Create(
        HttpContext http, AccessDirectory directory, ApiTokenSecret secrets, IdempotentRequest idempotent, TimeProvider time)
    {
        var given = await AdminBody.Read<ApiTokenRequest>(http);
        if (given.Name.Trim().Length is 0 or > LongestName)
            return AdminResults.BadParameter("name", $"1 to {LongestName} characters that say what the token is for");
        if (given.Role == Role.Consumer)
            return AdminResults.BadParameter("role", "viewer, operator or owner");
        if (given.Days is < 1 or > MostDays)
            return AdminResults.BadParameter("days", $"1 to {MostDays}, or left out for a token that does not end");
        var (made, problem) = await idempotent.Begin(http, ApiTokenSecret.Generate());
        if (made is null)
            return problem!;
        var digest = secrets.Digest(made.Secret).ToHex();
        var answer = new NewApiTokenAnswer(digest[..IdLength], made.Secret, "This is the only time the token is shown.");
        if (made.IsDone)
            return TypedResults.Ok(answer);
        var now = time.GetUtcNow();
        var token = new ApiToken
        {
            Id = answer.Id,
            Name = given.Name.Trim(),
            Role = given.Role,
            Digest = digest,
            CreatedMs = now.ToUnixTimeMilliseconds(),
            CreatedBy = Caller.Of(http.User)!.Who,
            ExpiresMs = given.Days is { } days ? now.AddDays(days).ToUnixTimeMilliseconds() : null,
        };
        var changed = await directory.Change(before =>
            before.FindToken(token.Id) is not null ? before : before.Tokens.Count >= AccessDocument.MostTokens ? null : before.With(token, token.CreatedMs));
        if (changed is null)
            return AdminResults.Problem(StatusCodes.Status400BadRequest, $"There are {AccessDocument.MostTokens} tokens already.", "Delete one first.");
        await made.Done();
        AuditedChange.Note(http, null, ApiTokenAnswer.Of(token));
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string id, HttpContext http, AccessDirectory directory)
    {
        ApiToken? before = null;
        await directory.Change(now => (before = now.FindToken(id)) is null ? null : now.WithoutToken(id));
        if (before is null)
            return AdminResults.NotFound("token", id);
        AuditedChange.Note(http, ApiTokenAnswer.Of(before), null);
        return TypedResults.Ok(new DeletedAnswer(id));
    }
}
