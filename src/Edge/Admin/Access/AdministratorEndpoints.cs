using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Access;

/// <summary>People who sign in with a password.</summary>
internal static class AdministratorEndpoints
{
    public static void Map(IEndpointRouteBuilder owners)
    {
        var administrators = owners.MapGroup("/administrators");
        administrators.MapGet("", List).Described("listAdministrators", "Who signs in with a password, in the order of names", 400, 403);
        administrators.MapPut("/{name}", Put).Accepts<AdministratorRequest>("application/json").Described("putAdministrator", "Makes an administrator, or changes role or password", 400, 403, 413);
        administrators.MapDelete("/{name}", Delete).Described("deleteAdministrator", "Takes somebody's access away, at once and everywhere", 403, 404);
    }

    private static async Task<Results<Ok<Listed<AdministratorAnswer>>, ProblemHttpResult>> List([AsParameters] PageParameters part, AccessDirectory directory) =>
        part.Take((await directory.Read()).Administrators, administrator => administrator.Name, out var page) is { } problem
            ? problem
            : TypedResults.Ok(page.Shown(AdministratorAnswer.Of));

    private static async Task<Results<Ok<AdministratorAnswer>, ProblemHttpResult>> Put(
        string name, HttpContext http, AccessDirectory directory, PasswordHash passwords, TimeProvider time, CancellationToken aborted)
    {
        var given = await AdminBody.Read<AdministratorRequest>(http);
        if (!Administrator.IsName(name))
            return AdminResults.BadParameter("name", "1 to 64 lower-case letters, digits, dots, dashes, underscores or at signs, beginning with a letter or digit");
        if (given.Role == Role.Consumer)
            return AdminResults.BadParameter("role", "viewer, operator or owner; consumers sign in with a key of theirs");
        if (given.Password is { } password && Passwords.Refuse(password) is { } refused)
            return refused;
        var hash = given.Password is null ? null : await passwords.Make(given.Password, aborted);
        Administrator? before = null, after = null;
        var isFull = false;
        await directory.Change(now =>
        {
            before = now.FindAdministrator(name);
            isFull = before is null && now.Administrators.Count >= AccessDocument.MostAdministrators;
            if ((before is null && hash is null) || isFull)
                return null;
            var isOther = hash is not null || given.WithoutCodes;
            after = new Administrator
            {
                Name = name,
                Role = given.Role,
                PasswordHash = hash ?? before!.PasswordHash,
                SealedCodeSecret = given.WithoutCodes ? null : before?.SealedCodeSecret,
                Stamp = isOther || before is null ? Passwords.Stamp() : before.Stamp,
                CreatedMs = before?.CreatedMs ?? time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            return now.With(after);
        });
        if (isFull)
            return AdminResults.Problem(StatusCodes.Status400BadRequest, $"There are {AccessDocument.MostAdministrators} administrators already.", "Delete one first.");
        if (after is null)
            return AdminResults.BadParameter("password", "given for a new administrator");
        var answer = AdministratorAnswer.Of(after);
        AuditedChange.Note(http, before is null ? null : AdministratorAnswer.Of(before), answer);
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string name, HttpContext http, AccessDirectory directory)
    {
        Administrator? before = null;
        await directory.Change(now => (before = now.FindAdministrator(name)) is null ? null : now.WithoutAdministrator(name));
        if (before is null)
            return AdminResults.NotFound("administrator", name);
        AuditedChange.Note(http, AdministratorAnswer.Of(before), null);
        return TypedResults.Ok(new DeletedAnswer(name));
    }
}
