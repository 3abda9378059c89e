using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>The addresses of all that is kept.</summary>
internal static class ObjectPaths
{
    private const int LongestId = 256;

    /// <summary>Responses are made elsewhere, and are nobody's list.</summary>
    public static bool IsObjects(string path) => path != "/responses" && ObjectKinds.At(path) is not null;

    /// <summary>What a call to such an address asks for.</summary>
    /// <param name="path">Without <c>/v1</c>.</param>
    /// <param name="error">Why it asks for nothing there is.</param>
    public static ObjectRequest? Read(string method, string path, out OpenAiError? error)
    {
        error = null;
        if (ObjectKinds.At(path) is { IsPassedOn: true } passedOn)
            return PassedPaths.Read(method, path, passedOn, out error);
        var parts = path.Split('/');
        var kind = parts[1] switch { "files" => PinKind.File, "batches" => PinKind.Batch, _ => PinKind.Response };
        var id = parts.Length > 2 ? parts[2] : "";
        var last = parts.Length > 3 ? parts[3] : "";
        (ObjectAction Action, string Method)[] known = (parts.Length, kind, last) switch
        {
            (2, _, _) => [(ObjectAction.Create, "POST"), (ObjectAction.List, "GET")],
            (3, PinKind.File or PinKind.Response, _) => [(ObjectAction.Get, "GET"), (ObjectAction.Delete, "DELETE")],
            (3, _, _) => [(ObjectAction.Get, "GET")],
            (4, PinKind.File, "content") => [(ObjectAction.Content, "GET")],
            (4, PinKind.Batch or PinKind.Response, "cancel") => [(ObjectAction.Cancel, "POST")],
            (4, PinKind.Response, "input_items") => [(ObjectAction.InputItems, "GET")],
            _ => [],
        };
        if (known.Length == 0)
            error = RequestErrors.NotFound(method, path);
        else if (parts.Length > 2 && !IsId(id))
            error = ObjectErrors.NotFound(kind, id);
        else if (!Array.Exists(known, each => each.Method == method))
            error = RequestErrors.MethodNotAllowed(method, path, string.Join(", ", known.Select(each => each.Method)));
        if (error is not null)
            return null;
        var action = Array.Find(known, each => each.Method == method).Action;
        return new ObjectRequest(kind, action, id) { PassesBody = action == ObjectAction.Create };
    }

    /// <summary>What an id may hold: it becomes a part of the provider's address.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= LongestId && id[0] != '.' && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
