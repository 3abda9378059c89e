using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Forms;

/// <summary>Makes spools, which share the room that this process may take on disk.</summary>
internal sealed class Spools(GatewaySettings settings)
{
    private readonly SpoolRoom _room = new(settings.MaxSpooledBytes);

    /// <summary>Bytes on disk now.</summary>
    public long Taken => _room.Taken;

    public Spool New() => new(settings.SpoolDirectory ?? Path.GetTempPath(), _room);
}
