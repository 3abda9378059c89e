namespace AiGateway.Edge.Hosting;

/// <summary>
/// Which listener a connection came in by. Decided by the socket, never by a header, so that no request can talk its
/// way from one plane to the other.
/// </summary>
internal sealed class Plane
{
    public static readonly Plane Data = new();
    public static readonly Plane Management = new();

    private Plane()
    {
    }

    public static bool IsManagement(HttpContext http) => ReferenceEquals(http.Features.Get<Plane>(), Management);
}
