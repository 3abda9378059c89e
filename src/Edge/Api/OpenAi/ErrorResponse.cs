using System.Buffers;
using System.Globalization;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Answers a call with an error.</summary>
internal static class ErrorResponse
{
    /// <summary>Writes the whole answer; one that has already begun is cut off instead, since a status can no longer be told.</summary>
    public static async Task WriteAsync(HttpContext context, OpenAiError error)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        var body = new ArrayBufferWriter<byte>(256);
        response.StatusCode = CallerForm.WriteError(context, error, body);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers.ContentEncoding = default;
        if (error.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = Math.Max(1, error.RetryAfterMs ?? (seconds * 1_000L)).ToString(CultureInfo.InvariantCulture);
        }
        if (error.Terminal)
            response.Headers["x-should-retry"] = "false";
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = AccessErrors.Challenge;
        if (error.Allow is not null)
            response.Headers.Allow = error.Allow;
        if (error.CloseConnection && HttpProtocol.IsHttp11(context.Request.Protocol))
            response.Headers.Connection = "close";

        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body.WrittenMemory);
    }
}
