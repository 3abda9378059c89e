using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>What is asked of files, batches or responses that were made before.</summary>
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
}

/// <summary>A call that has to do with a file, a batch or a response that was made before.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Action">What is asked.</param>
/// <param name="Id">Of the object; empty for a new one and for lists.</param>
internal sealed record ObjectRequest(PinKind Kind, ObjectAction Action, string Id)
{
    public Operation Operation => Kind switch
    {
        PinKind.File => Operation.Files,
        PinKind.Batch => Operation.Batches,
        _ => Operation.StoredResponses,
    };

    /// <summary>Whether asking twice does what asking once does.</summary>
    public bool IsRepeatable => Action != ObjectAction.Create;

    /// <summary>Whether the body passes through as it comes.</summary>
    public bool IsUpload => Kind == PinKind.File && Action == ObjectAction.Create;

    /// <summary>The provider's path, without a slash before it.</summary>
    public string Path => PathOf(Kind, Id) + Action switch
    {
        ObjectAction.Content => "/content",
        ObjectAction.Cancel => "/cancel",
        ObjectAction.InputItems => "/input_items",
        _ => "",
    };

    public static string PathOf(PinKind kind, string id) => $"{Folder(kind)}{(id.Length == 0 ? "" : "/")}{id}";

    private static string Folder(PinKind kind) => kind switch { PinKind.File => "files", PinKind.Batch => "batches", _ => "responses" };
}
