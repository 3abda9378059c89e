using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;

namespace AiGateway.Edge.Objects;

/// <summary>What is asked of something that is kept.</summary>
internal enum ObjectAction
{
    Create,
    List,
    Get,
    Delete,
    Content,
    Cancel,

    /// <summary>What a response was made from.</summary>
    InputItems,

    /// <summary>Anything else about an object, and whatever is below it.</summary>
    Below,
}

/// <summary>A call that has to do with something that is kept.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Action">What is asked.</param>
/// <param name="Id">Of the object; empty for a new one and for lists.</param>
internal sealed record ObjectRequest(PinKind Kind, ObjectAction Action, string Id)
{
    private const string ContentPlace = "content";

    /// <summary>What stands in the path behind the object or, for a new one, behind its folder; without a slash before it.</summary>
    public string Rest { get; init; } = "";

    /// <summary>Whether a body, if there is one, goes on to the provider.</summary>
    public bool PassesBody { get; init; }

    /// <summary>The form in which it came; null for JSON, and for files that pass through unread.</summary>
    public ObjectForm? Form { get; set; }

    public Operation Operation => Kind switch
    {
        PinKind.File => Operation.Files,
        PinKind.Batch => Operation.Batches,
        PinKind.Response => Operation.StoredResponses,
        _ => Operation.Objects,
    };

    /// <summary>Whether asking twice does what asking once does.</summary>
    public bool IsRepeatable => !PassesBody;

    /// <summary>Whether the body passes through as it comes, and can name nothing that is kept.</summary>
    public bool IsUpload => (Kind, Action, Rest) is (PinKind.File, ObjectAction.Create, _) or (PinKind.Upload, ObjectAction.Below, "parts");

    /// <summary>Whether some of the body may not have been read yet.</summary>
    public bool BringsFile => IsUpload || Form is not null;

    /// <summary>Whether the answer is bytes, whatever they look like.</summary>
    public bool IsContent => Action == ObjectAction.Content || (Action == ObjectAction.Below && (Rest == ContentPlace || Rest.EndsWith("/" + ContentPlace, StringComparison.Ordinal)));

    /// <summary>Whether what comes back describes the object itself.</summary>
    /// <param name="type">What it calls itself; null when it does not say.</param>
    public bool IsAnsweredWith(string? type) => Action switch
    {
        ObjectAction.Below => false,
        ObjectAction.Create when Rest.Length > 0 => type == ObjectKinds.Of(Kind).Type,
        _ => true,
    };

    /// <summary>Whether the answer may name more that the consumer may use by itself.</summary>
    public bool MayNameMore => ObjectKinds.Of(Kind).IsPassedOn || (Kind == PinKind.Response && Action == ObjectAction.Get);

    /// <summary>The provider's path, without a slash before it.</summary>
    public string Path => PathOf(Kind, Id) + Action switch
    {
        ObjectAction.Content => "/content",
        ObjectAction.Cancel => "/cancel",
        ObjectAction.InputItems => "/input_items",
        _ when Rest.Length > 0 => "/" + Rest,
        _ => "",
    };

    public static string PathOf(PinKind kind, string id) => $"{ObjectKinds.Of(kind).Folder}{(id.Length == 0 ? "" : "/")}{id}";
}
