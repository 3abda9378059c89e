using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Security;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Realtime;

/// <summary>Hands out client secrets: the provider makes one, which leaves the gateway only sealed into one of the gateway's own.</summary>
internal sealed class ClientSecrets(
    CatalogView catalog, Authenticate authenticate, RevocationWatch revocations, Read read, Router router, Admit admit, SecretIssue issue, Settle settle, SecretBox box, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>The secret a call shows in place of a key.</summary>
    /// <param name="call">Gets its consumer, if there is one.</param>
    /// <param name="ticket">Null when it shows none.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public OpenAiError? Find(Exchange call, out ClientSecret? ticket)
    {
        ticket = null;
        if (!Authenticate.Presented(call.Http).StartsWith(ClientSecret.Prefix, StringComparison.Ordinal))
            return null;
        var found = ClientSecret.Open(box, Authenticate.Presented(call.Http).ToString());
        if (found is null || found.ExpiresAt <= time.GetUtcNow().ToUnixTimeSeconds() || call.Table.FindConsumer(found.MadeWith) is not { Disabled: false } consumer || consumer.Id != found.Consumer)
            return RealtimeErrors.SecretExpired();
        if (revocations.IsStale)
            return GatewayErrors.ControlPlaneLost();
        (ticket, call.Consumer) = (found, consumer);
        return null;
    }

    public async Task Run(HttpContext http, string callId)
    {
        if (catalog.Table is not { } table)
        {
            await Refuse(http, GatewayErrors.NotReady());
            return;
        }
        var call = new Exchange(http, Operation.Realtime, callId, table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        try
        {
            JsonObject? request = null;
            if ((authenticate.Run(call) ?? await read.Receive(call) ?? Scan(call, out request) ?? router.Run(call) ?? RealtimeRoute.Narrow(call)) is { } refusal)
                await Refuse(http, refusal);
            else
                await Answer(call, request!);
        }
        finally
        {
            read.Release(call);
        }
    }

    private async Task Answer(Exchange call, JsonObject request)
    {
        try
        {
            var refusal = await admit.Run(call);
            if (refusal is not null)
                (call.Outcome, call.Status) = (CallOutcome.Limited, refusal.Status);
            var (made, failure) = refusal is null ? await issue.Run(call, request) : (null, refusal);
            if (made is null)
                call.Status = failure!.Status;
            settle.Run(call);
            if (made is null)
                await ErrorResponse.WriteAsync(call.Http, failure!);
            else
                await call.Http.Response.WriteAsJsonAsync(Sealed(call, made), call.Aborted);
        }
        finally
        {
            settle.Run(call);
        }
    }

    /// <summary>The provider's answer, with the gateway's secret in place of its own and the model as it was asked for.</summary>
    private JsonObject Sealed(Exchange call, IssuedSecret made)
    {
        var attempt = call.LastAttempt!;
        var secret = new ClientSecret(
            call.Consumer.Id, authenticate.Digest(call.Http), call.Scan.Model, attempt.Provider.Id, attempt.Key!.Id, made.Value, made.ExpiresAt);
        made.Replace(secret.Seal(box));
        if (made.Answer["session"] is JsonObject session && session.ContainsKey("model"))
            session["model"] = call.Scan.Model;
        return made.Answer;
    }

    private static OpenAiError? Scan(Exchange call, out JsonObject? request)
    {
        request = null;
        try
        {
            request = JsonNode.Parse(call.Body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException e)
        {
            return RequestErrors.InvalidJson($"it is malformed at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
        if (request is null)
            return RequestErrors.InvalidJson("it is not an object");
        if (request["session"] is not JsonObject session)
            return RequestErrors.MissingMember("session");
        if (session["model"] is not JsonValue value || !value.TryGetValue<string>(out var model) || model.Length == 0)
            return RequestErrors.MissingMember("session.model");
        call.Scan = new RequestScan { Operation = Operation.Realtime, Model = model, N = 1, BestOf = 1 };
        return null;
    }

    private Task Refuse(HttpContext http, OpenAiError error)
    {
        metrics.Rejected(error.Status);
        return ErrorResponse.WriteAsync(http, error);
    }
}
