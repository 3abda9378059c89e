using System.Diagnostics;
using AiGateway.Core.Access;
using AiGateway.Edge.Access;
using AiGateway.Grains.Audit;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AiGateway.Edge.Admin.Audit;

/// <summary>
/// Writes down every call that may change something: before it is carried out, so that nothing is done that the log does not know of, and
/// how it ended. Where the log cannot be written, nothing is changed.
/// </summary>
internal sealed partial class AuditFilter(IGrainFactory grains, IOptions<JsonOptions> json, TimeProvider time, ILogger<AuditFilter> logger) : IEndpointFilter
{
    private const string SignInOperation = "signIn";

    private IAuditGrain Log => grains.GetGrain<IAuditGrain>(IAuditGrain.Key);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || Caller.Of(http.User) is not { } caller)
            return await next(context);
        var begun = Begin(http, caller);
        await Log.Append(AccessJson.Write(begun));
        var change = new AuditedChange(json.Value.SerializerOptions);
        http.Features.Set(change);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            var result = await next(context);
            status = StatusOf(result);
            return result;
        }
        catch (BadHttpRequestException e)
        {
            status = e.StatusCode;
            throw;
        }
        catch (System.Text.Json.JsonException)
        {
            status = StatusCodes.Status400BadRequest;
            throw;
        }
        finally
        {
            await End(begun with { AtMs = NowMs, Status = status, Before = status < 300 ? change.Before : null, After = status < 300 ? change.After : null });
        }
    }

    /// <summary>For signing in, which has no caller before it is done.</summary>
    public static async Task WriteSignIn(HttpContext http, Caller caller, int status)
    {
        var filter = http.RequestServices.GetRequiredService<AuditFilter>();
        await filter.Log.Append(AccessJson.Write(filter.Begin(http, caller) with { Operation = SignInOperation, Status = status }));
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private AuditEntry Begin(HttpContext http, Caller caller) => new()
    {
        AtMs = NowMs,
        ChangeId = ActivityTraceId.CreateRandom().ToHexString(),
        Who = caller.Who,
        Role = caller.Role,
        From = caller.From.Length > 0 ? caller.From : Sessions.Address(http),
        Operation = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "",
        Request = $"{http.Request.Method} {http.Request.Path}",
    };

    private async Task End(AuditEntry ended)
    {
        try
        {
            await Log.Append(AccessJson.Write(ended));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The change is made and its beginning written down; to fail now would tell the caller that nothing was done.
            LogEndLost(logger, ended.ChangeId, ended.Operation, ended.Who, ended.Status ?? 0, e.Message);
        }
    }

    private static int StatusOf(object? result) => result switch
    {
        INestedHttpResult nested => StatusOf(nested.Result),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        _ => StatusCodes.Status200OK,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of change {ChangeId} ({Operation} by {Who}, status {Status}) could not be added to the audit log: {Reason}")]
    private static partial void LogEndLost(ILogger logger, string changeId, string operation, string who, int status, string reason);
}
