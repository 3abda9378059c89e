namespace AiGateway.Edge.Forms;

/// <summary>What all forms under way may take on disk together: a full disk would take the usage journal with it.</summary>
/// <param name="mostBytes">For the whole process.</param>
internal sealed class SpoolRoom(long mostBytes)
{
    private long _taken;

    /// <summary>Bytes on disk now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= mostBytes)
            return true;
        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
