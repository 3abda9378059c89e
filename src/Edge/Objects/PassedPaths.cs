using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>The addresses of what is passed on whatever it is: the gateway needs to know only whose it is.</summary>
internal static class PassedPaths
{
    /// <summary>Parts behind the folder; the deepest that is known has five.</summary>
    private const int MostParts = 8;

    /// <param name="path">Without <c>/v1</c>, below the folder of the kind.</param>
    /// <param name="error">Why it asks for nothing there is.</param>
    public static ObjectRequest? Read(string method, string path, ObjectKind kind, out OpenAiError? error)
    {
        var parts = path.Split('/')[(kind.Folder.Split('/').Length + 1)..];
        error = parts.Length > MostParts || !parts.Skip(1).All(ObjectPaths.IsId) ? RequestErrors.NotFound(method, path)
            : parts.Length > 0 && !ObjectPaths.IsId(parts[0]) ? ObjectErrors.NotFound(kind.Kind, parts[0])
            : null;
        if (error is not null)
            return null;
        var makes = parts.Length == 0 || (parts.Length == 1 && kind.MadeAt.Contains(parts[0]));
        var request = (method, makes, parts.Length) switch
        {
            ("POST", true, _) => new ObjectRequest(kind.Kind, ObjectAction.Create, "") { Rest = string.Join('/', parts), PassesBody = true },
            ("GET", true, 0) when kind.Listing is not null => new ObjectRequest(kind.Kind, ObjectAction.List, ""),
            ("GET", false, 1) => new ObjectRequest(kind.Kind, ObjectAction.Get, parts[0]),
            ("DELETE", false, 1) => new ObjectRequest(kind.Kind, ObjectAction.Delete, parts[0]),
            ("GET" or "POST" or "DELETE", false, _) => new ObjectRequest(kind.Kind, ObjectAction.Below, parts[0]) { Rest = string.Join('/', parts[1..]), PassesBody = method == "POST" },
            _ => null,
        };
        if (request is null)
            error = RequestErrors.MethodNotAllowed(method, path, !makes ? "GET, POST, DELETE" : parts.Length == 0 && kind.Listing is not null ? "POST, GET" : "POST");
        return request;
    }
}
