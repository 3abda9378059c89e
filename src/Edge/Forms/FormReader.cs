using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Forms;

/// <summary>Reads a form once, as it comes: what it holds goes to a spool, and of its fields the gateway keeps what it needs to know.</summary>
internal sealed class FormReader(GatewaySettings settings, Spools spools)
{
    private const int BufferBytes = 32 * 1024;

    private readonly long _mostBytes = Math.Min(settings.MaxFileBytes, settings.MaxSpooledBytes);

    /// <summary>Fills in the call's form, and its body with the JSON of the fields.</summary>
    public async ValueTask<OpenAiError?> Read(Exchange call)
    {
        var request = call.Http.Request;
        if (!FormBoundary.IsForm(request.ContentType))
            return RequestErrors.NotMultipart(request.ContentType);
        if (FormBoundary.Of(request.ContentType) is not { } boundary)
            return RequestErrors.From(RequestProblem.NoBoundary);
        if (request.ContentLength > _mostBytes)
            return RequestErrors.BodyTooLarge(_mostBytes);
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = _mostBytes;

        call.Form = new Form(spools.New());
        var fields = new FormFields(call.Operation);
        await using var body = new CallerBody(request.Body, _mostBytes, settings.BodyTimeoutMs, call.Aborted);
        var parts = new FormParts(call.Form, fields, new MultipartReader(boundary, body, BufferBytes));
        try
        {
            if (await parts.Read(call.Aborted) is { } error)
                return error;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return Refusal(body.Fault, e);
        }
        call.Body = fields.ToJson();
        return null;
    }

    private OpenAiError Refusal(BodyFault fault, Exception e) => fault switch
    {
        BodyFault.TooLarge => RequestErrors.BodyTooLarge(_mostBytes),
        BodyFault.TimedOut => RequestErrors.BodyTimedOut(),
        // The connection broke; the answer is for the record only.
        BodyFault.BrokeOff => GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, "The request body broke off."),
        _ when e is InvalidDataException => RequestErrors.From(RequestProblem.InvalidForm("the headers of a part are malformed, or too long, or a boundary is")),
        _ => RequestErrors.From(RequestProblem.InvalidForm("it ends before its last boundary")),
    };
}
