using System.Globalization;
using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Access;

/// <summary>Signing in and out, and what people may do about themselves.</summary>
internal static class SessionEndpoints
{
    /// <summary>Takes strangers.</summary>
    public static void MapOpen(IEndpointRouteBuilder open) => open.MapPost("/session", Begin).Accepts<SignInRequest>("application/json")
        .Described("signIn", "Begins a session, kept in a cookie", 400, 403, 413, 429);

    /// <summary>For whoever is signed in.</summary>
    public static void Map(IEndpointRouteBuilder anybody)
    {
        anybody.MapGet("/session", Who).Described("getSession", "Who is signed in");
        anybody.MapDelete("/session", (Delegate)End).Described("signOut", "Ends the session of this browser");
        anybody.MapPut("/session/password", ChangePassword).Accepts<PasswordRequest>("application/json").Described("changePassword", "Changes one's own password; other sessions end", 400, 403, 409, 413, 429);
        anybody.MapPost("/session/codes", NewCodes).Described("createCodes", "Makes a secret for one-time codes, not in use yet", 409);
        anybody.MapPut("/session/codes", UseCodes).Accepts<CodesRequest>("application/json").Described("putCodes", "Asks for one-time codes from now on", 400, 409, 413);
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> Begin(HttpContext http, SignIn signIn, Callers callers, AccessDirectory directory, CancellationToken aborted)
    {
        if (!SameOrigin.Allows(http.Request) && (http.Request.Headers.Origin.Count > 0 || http.Request.Headers["Sec-Fetch-Site"].Count > 0))
            return AdminResults.Problem(StatusCodes.Status403Forbidden, "Another site's page may not sign anybody in.");
        var given = await AdminBody.Read<SignInRequest>(http);
        Caller? caller;
        if (given.Token is { } token)
        {
            caller = await callers.Find(token.Trim());
            if (caller is null)
                return AdminResults.Problem(StatusCodes.Status401Unauthorized, "The token is unknown.", "It may have ended or been taken away.");
        }
        else
        {
            var result = await signIn.Try(given.Name?.Trim().ToLowerInvariant() ?? "", given.Password ?? "", given.Code, aborted);
            if (Refused(http, result) is { } refused)
                return refused;
            caller = result.Caller!;
        }
        await AuditFilter.WriteSignIn(http, caller, StatusCodes.Status200OK);
        await Sessions.Begin(http, caller);
        return TypedResults.Ok(await Shown(caller, directory));
    }

    private static async Task<Ok<SessionAnswer>> Who(HttpContext http, AccessDirectory directory) => TypedResults.Ok(await Shown(Caller.Of(http.User)!, directory));

    private static async Task<Ok<DeletedAnswer>> End(HttpContext http)
    {
        await Sessions.End(http);
        return TypedResults.Ok(new DeletedAnswer("session"));
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> ChangePassword(
        HttpContext http, SignIn signIn, AccessDirectory directory, PasswordHash passwords, CancellationToken aborted)
    {
        var given = await AdminBody.Read<PasswordRequest>(http);
        if (Caller.Of(http.User) is not { Kind: CallerKind.Administrator } caller)
            return OnlyAdministrators();
        if (Passwords.Refuse(given.New) is { } tooWeak)
            return tooWeak;
        if (await signIn.TryPassword(caller.Name, given.Current, aborted) is { Caller: null } result)
            return Refused(http, result)!;
        var hash = await passwords.Make(given.New, aborted);
        Administrator? after = null;
        await directory.Change(now => now.FindAdministrator(caller.Name) is { } before
            ? now.With(after = before with { PasswordHash = hash, Stamp = Passwords.Stamp() })
            : null);
        if (after is null)
            return AdminResults.NotFound("administrator", caller.Name);
        await Sessions.Begin(http, Callers.Of(after));
        return TypedResults.Ok(await Shown(Callers.Of(after), directory));
    }

    private static Results<Ok<NewCodesAnswer>, ProblemHttpResult> NewCodes(HttpContext http, OneTimeCodes codes)
    {
        if (Caller.Of(http.User) is not { Kind: CallerKind.Administrator } caller)
            return OnlyAdministrators();
        var (address, secret, proof) = codes.New(caller.Name);
        return TypedResults.Ok(new NewCodesAnswer(address, secret, proof));
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> UseCodes(HttpContext http, AccessDirectory directory, OneTimeCodes codes)
    {
        var given = await AdminBody.Read<CodesRequest>(http);
        if (Caller.Of(http.User) is not { Kind: CallerKind.Administrator } caller)
            return OnlyAdministrators();
        if (!codes.IsRight(caller.Name, given.Proof, given.Code))
            return AdminResults.BadParameter("code", "the code that the authenticator shows now, with the 'proof' that came with its secret");
        Administrator? after = null;
        await directory.Change(now => now.FindAdministrator(caller.Name) is { } before
            ? now.With(after = before with { SealedCodeSecret = given.Proof, Stamp = Passwords.Stamp() })
            : null);
        if (after is null)
            return AdminResults.NotFound("administrator", caller.Name);
        await Sessions.Begin(http, Callers.Of(after));
        return TypedResults.Ok(await Shown(Callers.Of(after), directory));
    }

    private static ProblemHttpResult OnlyAdministrators() => AdminResults.Problem(
        StatusCodes.Status409Conflict, "Only an administrator has a password.", "Whoever came with a token has the token alone.");

    private static ProblemHttpResult? Refused(HttpContext http, SignInResult result)
    {
        if (result.WaitMs > 0)
        {
            var seconds = (result.WaitMs + 999) / 1_000;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return AdminResults.Problem(StatusCodes.Status429TooManyRequests, "Signing in failed too often.", $"Try again in {seconds} s, or let an owner set a new password.");
        }
        if (result.NeedsCode)
            return AdminResults.Problem(StatusCodes.Status401Unauthorized, "A one-time code is needed.", "Send the one that your authenticator shows as 'code'.");
        return result.Caller is null
            ? AdminResults.Problem(StatusCodes.Status401Unauthorized, "Name, password or code is wrong.", "After some failures in a row there is a wait; an owner can set a new password.")
            : null;
    }

    private static async Task<SessionAnswer> Shown(Caller caller, AccessDirectory directory) => new(
        caller.Kind.ToString().ToLowerInvariant(), caller.Name, caller.Role,
        caller.Kind == CallerKind.Administrator && (await directory.Read()).FindAdministrator(caller.Name)?.SealedCodeSecret is not null);
}
