using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.Gemini;
using AiGateway.Edge.Api.Models;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Api;

/// <summary>Everything a caller can ask for at the data address.</summary>
internal sealed partial class DataPlane(
    CallPipeline calls, ObjectCalls objects, RealtimeCalls sessions, ClientSecrets secrets, CallIds ids, ModelList models, Readiness readiness, LeaveTaking leave, ILogger<DataPlane> logger)
{
    public const string RequestId = "x-request-id";

    public async Task Handle(HttpContext http)
    {
        var callId = ids.Next();
        http.Response.Headers[RequestId] = callId;
        leave.Announce(http);
        try
        {
            await Dispatch(http, callId);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
        }
        catch (BadHttpRequestException e)
        {
            await ErrorResponse.WriteAsync(http, GatewayErrors.BadRequest(e.StatusCode, e.Message));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or AnswerBrokenOffException))
        {
            LogBroken(logger, callId, e);
            await ErrorResponse.WriteAsync(http, GatewayErrors.Internal(callId));
        }
    }

    private Task Dispatch(HttpContext http, string callId)
    {
        var path = DataPath.Normalize(http.Request.Path.Value);
        if (GeminiPath.TryRead(path, out var gemini))
            return Gemini(http, path, callId, gemini);
        return AzurePath.TryRead(path, out var azure)
            ? OpenAi(http, azure.Path, callId, new PathModel(azure.Model))
            : OpenAi(http, path, callId, default);
    }

    private Task OpenAi(HttpContext http, string path, string callId, PathModel inPath) => path switch
    {
        "/chat/completions" => Post(http, path, callId, Operation.ChatCompletions, inPath),
        "/completions" => Post(http, path, callId, Operation.Completions, inPath),
        "/embeddings" => Post(http, path, callId, Operation.Embeddings, inPath),
        "/responses" => Post(http, path, callId, Operation.Responses, inPath),
        "/responses/compact" => Post(http, path, callId, Operation.Compaction, inPath),
        "/responses/input_tokens" => Post(http, path, callId, Operation.CountResponse, inPath),
        "/messages" => Anthropic(http, path, callId, Operation.Messages),
        "/messages/count_tokens" => Anthropic(http, path, callId, Operation.CountTokens),
        "/realtime" or "/openai/realtime" => Session(http, path, callId),
        "/realtime/client_secrets" => HttpMethods.IsPost(http.Request.Method)
            ? secrets.Run(http, callId)
            : ErrorResponse.WriteAsync(http, RequestErrors.MethodNotAllowed(http.Request.Method, path, "POST")),
        "/images/generations" => Post(http, path, callId, Operation.Images, inPath),
        "/images/edits" => Post(http, path, callId, Operation.ImageEdits, inPath),
        "/images/variations" => Post(http, path, callId, Operation.ImageVariations, inPath),
        "/audio/transcriptions" => Post(http, path, callId, Operation.Transcriptions, inPath),
        "/audio/translations" => Post(http, path, callId, Operation.Translations, inPath),
        "/audio/speech" => Post(http, path, callId, Operation.Speech, inPath),
        "/moderations" => Post(http, path, callId, Operation.Moderations, inPath),
        "/rerank" or "/v2/rerank" => Post(http, path, callId, Operation.Rerank, inPath),
        "/models" => Get(http, path, models.List),
        "/livez" => Get(http, path, static http => http.Response.WriteAsync("ok")),
        "/readyz" => Get(http, path, readiness.Answer),
        _ when path.StartsWith("/models/", StringComparison.Ordinal) => OneModel(http, path),
        _ when ObjectPaths.IsObjects(path) => Objects(http, path, callId),
        _ => ErrorResponse.WriteAsync(http, RequestErrors.NotFound(http.Request.Method, http.Request.Path)),
    };

    /// <summary>Apart, for what a lambda takes hold of is made at the beginning of its method: for every call.</summary>
    private Task OneModel(HttpContext http, string path) => Get(http, path, http => models.One(http, Uri.UnescapeDataString(path["/models/".Length..])));

    /// <summary>Over HTTP/2 a session begins with CONNECT.</summary>
    private Task Session(HttpContext http, string path, string callId) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsConnect(http.Request.Method)
            ? sessions.Run(http, callId, (string?)http.Request.Query["model"] ?? http.Request.Query["deployment"])
            : ErrorResponse.WriteAsync(http, RequestErrors.MethodNotAllowed(http.Request.Method, path, "GET"));

    private Task Anthropic(HttpContext http, string path, string callId, Operation operation)
    {
        CallerForm.Set(http, Dialect.Anthropic);
        http.Response.Headers["request-id"] = callId;
        return Post(http, path, callId, operation, default);
    }

    private Task Gemini(HttpContext http, string path, string callId, GeminiPath asked)
    {
        CallerForm.Set(http, Dialect.Gemini);
        return asked.Method switch
        {
            "generateContent" or "streamGenerateContent" => Post(http, path, callId, Operation.GenerateContent, asked.Call(http.Request.Query)),
            "countTokens" => Post(http, path, callId, Operation.CountContents, asked.Call(http.Request.Query)),
            "embedContent" => Post(http, path, callId, Operation.EmbedContent, asked.Call(http.Request.Query)),
            "batchEmbedContents" => Post(http, path, callId, Operation.BatchEmbedContents, asked.Call(http.Request.Query)),
            "" => Get(http, path, asked.Model.Length == 0 ? models.List : http => models.One(http, asked.Model)),
            _ => ErrorResponse.WriteAsync(http, RequestErrors.NotFound(http.Request.Method, http.Request.Path)),
        };
    }

    private Task Post(HttpContext http, string path, string callId, Operation operation, PathModel inPath) =>
        HttpMethods.IsPost(http.Request.Method)
            ? calls.Run(http, operation, callId, inPath)
            : ErrorResponse.WriteAsync(http, RequestErrors.MethodNotAllowed(http.Request.Method, path, "POST"));

    private Task Objects(HttpContext http, string path, string callId) => ObjectPaths.Read(http.Request.Method, path, out var error) is { } request
        ? objects.Run(http, request, callId)
        : ErrorResponse.WriteAsync(http, error!);

    private static Task Get(HttpContext http, string path, RequestDelegate answer) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? answer(http)
            : ErrorResponse.WriteAsync(http, RequestErrors.MethodNotAllowed(http.Request.Method, path, "GET"));

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {CallId} met an error of the gateway's own")]
    private static partial void LogBroken(ILogger logger, string callId, Exception exception);
}
