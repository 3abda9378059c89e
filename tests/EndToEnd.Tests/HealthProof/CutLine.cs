using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>
/// The way of one edge to the store and to the silos, which can be cut and healed. While it is cut nothing passes and nothing is
/// refused, as when a network drops all packets; what was sent meanwhile arrives when it is healed. It needs no privilege: silos
/// name its ports as theirs. Who had connected before <see cref="BelongsToNext"/> is not concerned.
/// </summary>
internal sealed class CutLine : IAsyncDisposable
{
    private static readonly Task Whole = Task.CompletedTask;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpListener> _listeners = [];
    private volatile TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _belongsToNext;

    public CutLine() => _open.SetResult();

    /// <summary>Opens a port that leads to another.</summary>
    public int Before(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, Ports.Free());
        listener.Start();
        _listeners.Add(listener);
        _ = Accept(listener, port);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Connection string of a store behind this line.</summary>
    public string Store(StoreServer store) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Before(store.Port)},connectTimeout=3000");

    /// <summary>Whoever connects from now on is the one who is cut off.</summary>
    public void BelongsToNext() => _belongsToNext = true;

    public void Cut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();
        Heal();
        _stop.Dispose();
    }

    private async Task Accept(TcpListener listener, int target)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = Join(await listener.AcceptTcpClientAsync(_stop.Token), target, _belongsToNext);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task Join(TcpClient edge, int target, bool isCut)
    {
        using var near = edge;
        using var far = new TcpClient();
        try
        {
            await Passable(isCut);
            await far.ConnectAsync(IPAddress.Loopback, target, _stop.Token);
            near.NoDelay = far.NoDelay = true;
            // Either end closes both.
            await Task.WhenAny(Pump(near, far, isCut), Pump(far, near, isCut));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Who listened there is gone: the connection is closed, as it would be without a line between.
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, bool isCut)
    {
        try
        {
            var (source, sink) = (from.GetStream(), to.GetStream());
            var buffer = new byte[64 * 1024];
            while (await source.ReadAsync(buffer, _stop.Token) is > 0 and var length)
            {
                await Passable(isCut);
                await sink.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            }
            // That a peer has closed does not pass a line that is cut either.
            await Passable(isCut);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Closed by the other direction.
        }
    }

    private Task Passable(bool isCut) => isCut ? _open.Task : Whole;
}
