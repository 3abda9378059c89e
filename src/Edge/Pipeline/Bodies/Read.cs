using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Elision;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Pipeline.Bodies;

/// <summary>Reads the body once into pooled memory, within limits of size and time, and finds in it what the gateway needs.</summary>
internal sealed class Read
{
    /// <summary>Larger bodies are held without the pictures, sounds and documents in them, bytes.</summary>
    private const int ElidedFrom = 1024 * 1024;

    /// <summary>Room made for a body before any of it has come: a length that is only announced must cost nothing.</summary>
    private const int FirstBytes = 64 * 1024;

    private readonly GatewaySettings _settings;
    private readonly Spools _spools;
    private readonly FormReader _forms;
    private long _bufferedBytes;

    public Read(GatewaySettings settings)
    {
        _settings = settings;
        _spools = new Spools(settings);
        _forms = new FormReader(settings, _spools);
    }

    /// <summary>Bytes of request bodies held by calls under way.</summary>
    public long BufferedBytes => Volatile.Read(ref _bufferedBytes);

    /// <summary>Bytes on disk, of calls under way.</summary>
    public long SpooledBytes => _spools.Taken;

    public async ValueTask<OpenAiError?> Run(Exchange call)
    {
        if (await (IsForm(call) ? ReceiveForm(call) : Receive(call)) is { } error)
            return error;
        if (!TryScan(call, call.Body, out var scan, out var problem))
            return RequestErrors.From(problem);
        call.Scan = scan;
        return null;
    }

    /// <summary>Finds what the gateway needs in a call's body, or in what is to take its place.</summary>
    public static bool TryScan(Exchange call, PooledBody body, out RequestScan scan, [NotNullWhen(false)] out RequestProblem? problem)
    {
        if (!RequestScan.TryRead(body.Span, call.Operation, out scan, out problem, call.Path))
            return false;
        // Text without a single space is no picture: it is read by the model, and counts.
        if (call.Elided is { } elided && scan.Prompt.LongestText >= RunSplitter.Threshold)
            scan = scan with { Prompt = scan.Prompt.WithText(elided.Length) };
        return true;
    }

    /// <summary>Reads a body of JSON without looking into it.</summary>
    public async ValueTask<OpenAiError?> Receive(Exchange call)
    {
        var request = call.Http.Request;
        if (!IsJson(request.ContentType))
            return RequestErrors.UnsupportedMediaType(request.ContentType) with { CloseConnection = true };
        if (request.ContentLength > _settings.MaxRequestBytes)
            return RequestErrors.BodyTooLarge(_settings.MaxRequestBytes) with { CloseConnection = true };

        call.Body = new PooledBody((int)Math.Min(request.ContentLength ?? 4096, FirstBytes) + 1);
        call.Pieces = request.ContentLength <= FirstBytes ? null : new BodyPieces();
        call.Elided = request.ContentLength > ElidedFrom ? new ElidedRuns(_spools.New()) : null;
        if (await Fill(call, call.Body, call.Pieces, call.Elided) is { } error)
            return error with { CloseConnection = true };
        if (call.Pieces is { Length: > 0 } pieces)
        {
            var held = pieces.Length;
            if (call.Elided is { } elided && !await elided.Complete(pieces, call.Aborted))
                return UpstreamErrors.Overloaded() with { CloseConnection = true };
            Interlocked.Add(ref _bufferedBytes, pieces.Length - held);
            call.Body = pieces.Join(call.Body);
            call.Pieces = null;
        }
        if (call.Elided is { IsEmpty: true } nothing)
        {
            nothing.Dispose();
            call.Elided = null;
        }
        return null;
    }

    /// <summary>Puts another body in the place of the one that was received.</summary>
    public void Replace(Exchange call, PooledBody body)
    {
        Interlocked.Add(ref _bufferedBytes, body.Length - call.Body.Length);
        call.Body.Dispose();
        call.Body = body;
    }

    /// <summary>Gives the body's memory back, and the form's file.</summary>
    public void Release(Exchange call)
    {
        call.Form?.Dispose();
        call.Elided?.Dispose();
        if (call.Body is not { } body)
            return;
        Interlocked.Add(ref _bufferedBytes, -(call.TakenBytes ?? body.Length) - (call.Pieces?.Length ?? 0));
        if (call.TakenBytes is null)
            body.Dispose();
        call.Pieces?.Dispose();
    }

    /// <summary>An edit comes in either way.</summary>
    private static bool IsForm(Exchange call) =>
        call.Operation is Operation.ImageVariations or Operation.Transcriptions or Operation.Translations
        || (call.Operation == Operation.ImageEdits && FormBoundary.IsForm(call.Http.Request.ContentType));

    private async ValueTask<OpenAiError?> ReceiveForm(Exchange call)
    {
        if (await _forms.Read(call) is { } error)
            return error with { CloseConnection = true };
        Interlocked.Add(ref _bufferedBytes, call.Body.Length);
        return null;
    }

    private async ValueTask<OpenAiError?> Fill(Exchange call, PooledBody body, BodyPieces? rest, ElidedRuns? elided)
    {
        var reader = call.Http.Request.BodyReader;
        CancellationTokenSource? deadline = null;
        try
        {
            while (true)
            {
                if (!reader.TryRead(out var result))
                {
                    // Only a body that is not here yet costs a timer.
                    deadline ??= Deadline(call.Aborted);
                    result = await reader.ReadAsync(deadline.Token);
                }
                var length = result.Buffer.Length;
                if (body.Length + (rest?.Length ?? 0) + (elided?.Length ?? 0) + length > _settings.MaxRequestBytes)
                    return RequestErrors.BodyTooLarge(_settings.MaxRequestBytes);
                var held = rest?.Length ?? 0;
                if (elided is not null)
                {
                    if (!await elided.Take(result.Buffer, rest!, call.Aborted))
                        return UpstreamErrors.Overloaded();
                    length = rest!.Length - held;
                }
                else if (rest is not null && (rest.Length > 0 || body.Length + length > FirstBytes))
                {
                    rest.Add(result.Buffer);
                }
                else
                {
                    result.Buffer.CopyTo(body.GetSpan((int)length));
                    body.Advance((int)length);
                }
                reader.AdvanceTo(result.Buffer.End);
                if (Interlocked.Add(ref _bufferedBytes, length) > _settings.MaxBufferedBytes)
                    return UpstreamErrors.Overloaded();
                if (result.IsCompleted)
                    return null;
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return RequestErrors.BodyTooLarge(_settings.MaxRequestBytes);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // The connection broke; the answer is for the record only.
            return GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, "The request body broke off.");
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            return RequestErrors.BodyTimedOut();
        }
        finally
        {
            deadline?.Dispose();
        }
    }

    private CancellationTokenSource Deadline(CancellationToken aborted)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        source.CancelAfter(_settings.BodyTimeoutMs);
        return source;
    }

    private static bool IsJson(string? contentType) =>
        contentType is "application/json"
        || (MediaTypeHeaderValue.TryParse(contentType, out var type) && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)));
}
