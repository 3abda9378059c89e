using System.Collections.Frozen;
using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Objects;

/// <summary>All that providers keep for consumers. One more is one more entry, a <see cref="PinKind"/> and the name of its pins.</summary>
internal static class ObjectKinds
{
    public static IReadOnlyList<ObjectKind> All { get; } =
    [
        new(PinKind.File, "files", "file", "No such File object: {0}")
        {
            Prefixes = ["file-", "file_"], IsPassedOn = false, Listing = new(ListQuery.MostListed),
            Members = ["file_id", "file_ids", "input_file_id", "output_file_id", "error_file_id", "training_file", "validation_file", "result_files"],
        },
        new(PinKind.Batch, "batches", "batch", "No batch found with id '{0}'.") { Prefixes = ["batch_"], IsPassedOn = false, Listing = new(TakesOrder: false) },
        new(PinKind.Response, "responses", "response", "Response with id '{0}' not found.") { Prefixes = ["resp_"], Members = ["previous_response_id", "response_id"], IsPassedOn = false },
        new(PinKind.Conversation, "conversations", "conversation", "Conversation with id '{0}' not found.") { Prefixes = ["conv_"], Members = ["conversation_id"], LooseMembers = ["conversation"] },
        new(PinKind.Upload, "uploads", "upload", "No such Upload object: {0}") { Prefixes = ["upload_"], Members = ["upload_id"] },
        new(PinKind.VectorStore, "vector_stores", "vector_store", "Vector store with id '{0}' not found.") { Prefixes = ["vs_"], Members = ["vector_store_id", "vector_store_ids"], Listing = new() },
        new(PinKind.FineTuningJob, "fine_tuning/jobs", "fine_tuning.job", "Could not find fine tune: {0}") { Prefixes = ["ftjob-"], Members = ["fine_tuning_job_id"], Listing = new(TakesOrder: false) },
        new(PinKind.Container, "containers", "container", "Container with id '{0}' not found.") { Prefixes = ["cntr_"], Members = ["container_id"], LooseMembers = ["container"], Listing = new() },
        new(PinKind.Eval, "evals", "eval", "Eval with id '{0}' not found.") { Prefixes = ["eval_"], Members = ["eval_id"], Listing = new(OldestFirst: true) },
        new(PinKind.Video, "videos", "video", "Video with id '{0}' not found.") { Prefixes = ["video_"], Members = ["video_id"], LooseMembers = ["video"], MadeAt = ["edits", "extensions"], Listing = new() },
        new(PinKind.VideoCharacter, "videos/characters", "video.character", "Character with id '{0}' not found.") { Prefixes = ["char_"], LooseMembers = ["characters"] },
        new(PinKind.Assistant, "assistants", "assistant", "No assistant found with id '{0}'.") { Prefixes = ["asst_"], Members = ["assistant_id"], Listing = new() },
        new(PinKind.Thread, "threads", "thread", "No thread found with id '{0}'.") { Prefixes = ["thread_"], Members = ["thread_id"], MadeAt = ["runs"] },
    ];

    private static readonly FrozenDictionary<PinKind, ObjectKind> ByKind = All.ToFrozenDictionary(kind => kind.Kind);

    /// <summary>A folder within another comes before it.</summary>
    private static readonly ObjectKind[] ByFolder = [.. All.OrderByDescending(kind => kind.Folder.Length)];

    private static readonly FrozenDictionary<string, ObjectKind> ByType = All.ToFrozenDictionary(kind => kind.Type);

    private static readonly FrozenDictionary<string, (ObjectKind Kind, bool IsLoose)> ByMember = All
        .SelectMany(kind => kind.Members.Select(member => (member, (kind, false))).Concat(kind.LooseMembers.Select(member => (member, (kind, true)))))
        .ToFrozenDictionary(each => each.member, each => each.Item2);

    public static ObjectKind Of(PinKind kind) => ByKind[kind];

    /// <summary>What is at an address; null when it is none of them.</summary>
    /// <param name="path">Without <c>/v1</c>.</param>
    public static ObjectKind? At(string path) => Array.Find(ByFolder, kind => IsAt(path, kind.Folder));

    /// <summary>What calls itself so.</summary>
    public static ObjectKind? OfType(string type) => ByType.GetValueOrDefault(type);

    /// <summary>What a member with this name holds the id of, if its value looks like one where the name alone does not tell.</summary>
    public static ObjectKind? Named(string member, string id) =>
        ByMember.TryGetValue(member, out var named) && (!named.IsLoose || named.Kind.Begins(id)) ? named.Kind : null;

    /// <summary>What a text is the id of by its looks alone.</summary>
    public static ObjectKind? Like(string id) => ObjectPaths.IsId(id) ? ByFolder.FirstOrDefault(kind => kind.Begins(id)) : null;

    private static bool IsAt(string path, string folder) =>
        path.Length > folder.Length && path.AsSpan(1).StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length + 1 || path[folder.Length + 1] == '/');
}
