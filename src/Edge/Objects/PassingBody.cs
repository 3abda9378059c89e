using System.Net;

namespace AiGateway.Edge.Objects;

/// <summary>The caller's body on its way to a provider, piece by piece as it comes. It can be read once.</summary>
internal abstract class PassingBody : HttpContent
{
    private readonly CancellationTokenSource _silence;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _callerMs;
    private readonly int _providerMs;

    /// <param name="silence">Ends the attempt; set anew by each piece.</param>
    /// <param name="callerMs">How long the caller may be silent.</param>
    /// <param name="providerMs">How long the provider may take for a piece.</param>
    protected PassingBody(CancellationTokenSource silence, int callerMs, int providerMs) => (_silence, _callerMs, _providerMs) = (silence, callerMs, providerMs);

    /// <summary>Whether any of it may have been read, so that it cannot be sent again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What went wrong on the caller's side; null when nothing did.</summary>
    public Exception? CallerFault { get; private set; }

    /// <summary>Reads no more. A provider may answer before it has all of it, and the connection would go on with a request that is over.</summary>
    public async ValueTask Stop()
    {
        if (!HasBegun)
            return;
        await _silence.CancelAsync();
        await _ended.Task;
    }

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        try
        {
            await Copy(stream);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    /// <summary>Passes all of it on.</summary>
    protected abstract Task Copy(Stream to);

    /// <summary>Waits for the caller.</summary>
    protected async ValueTask<T> FromCaller<T>(Func<CancellationToken, ValueTask<T>> read)
    {
        _silence.CancelAfter(_callerMs);
        try
        {
            return await read(_silence.Token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or FormRefusedException)
        {
            CallerFault = e;
            throw;
        }
        finally
        {
            _silence.CancelAfter(_providerMs);
        }
    }

    protected ValueTask ToProvider(Stream to, ReadOnlyMemory<byte> piece) => to.WriteAsync(piece, _silence.Token);
}
