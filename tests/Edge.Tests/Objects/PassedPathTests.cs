using AiGateway.Core.Pinning;
using AiGateway.Edge.Objects;
using Microsoft.AspNetCore.WebUtilities;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>What calls about all that is passed on ask for: the same of each kind in the table.</summary>
public sealed class PassedPathTests
{
    public static TheoryData<PinKind> PassedOn => [.. ObjectKinds.All.Where(kind => kind.IsPassedOn).Select(kind => kind.Kind)];

    [Theory]
    [MemberData(nameof(PassedOn))]
    public void Each_kind_is_made_found_changed_and_deleted_in_its_folder(PinKind kind)
    {
        var folder = ObjectKinds.Of(kind).Folder;

        Assert.Equal($"Create  {folder} body", Read("POST", $"/{folder}"));
        Assert.Equal($"Get one {folder}/one", Read("GET", $"/{folder}/one"));
        Assert.Equal($"Delete one {folder}/one", Read("DELETE", $"/{folder}/one"));
        Assert.Equal($"Below one {folder}/one body", Read("POST", $"/{folder}/one"));
        Assert.Equal($"Below one {folder}/one/a/two/b", Read("GET", $"/{folder}/one/a/two/b"));
        Assert.Equal($"Below one {folder}/one/a body", Read("POST", $"/{folder}/one/a"));
        Assert.Equal($"Below one {folder}/one/a/two", Read("DELETE", $"/{folder}/one/a/two"));
        Assert.Equal(ObjectKinds.Of(kind).Listing is null ? "405" : $"List  {folder}", Read("GET", $"/{folder}"));
        Assert.All(ObjectKinds.Of(kind).MadeAt, place => Assert.Equal($"Create  {folder}/{place} body", Read("POST", $"/{folder}/{place}")));
        Assert.All(ObjectKinds.Of(kind).MadeAt, place => Assert.Equal("405", Read("GET", $"/{folder}/{place}")));
    }

    [Theory]
    [MemberData(nameof(PassedOn))]
    public void Nothing_leads_out_of_its_folder(PinKind kind)
    {
        var folder = ObjectKinds.Of(kind).Folder;

        foreach (var rest in new[] { "/..", "/one/..", "/one/a/../../files", "/one//b", "/a%2Fb", "/one/a?b", "/one/ä", "/1/2/3/4/5/6/7/8/9" })
            Assert.Equal("404", Read("GET", $"/{folder}{rest}"));
        Assert.Equal("405", Read("PUT", $"/{folder}/one"));
        Assert.Equal("405", Read("DELETE", $"/{folder}"));
    }

    [Theory]
    [InlineData("POST", "/threads/runs", PinKind.Thread, "")]
    [InlineData("POST", "/threads/thread_1/runs", PinKind.Thread, "thread_1")]
    [InlineData("GET", "/videos/characters/char_1", PinKind.VideoCharacter, "char_1")]
    [InlineData("POST", "/videos/video_1/remix", PinKind.Video, "video_1")]
    [InlineData("GET", "/fine_tuning/jobs/ftjob-1/events", PinKind.FineTuningJob, "ftjob-1")]
    public void A_folder_within_another_is_its_own(string method, string path, PinKind kind, string id)
    {
        var request = ObjectPaths.Read(method, path, out _)!;

        Assert.Equal((kind, id, path[1..]), (request.Kind, request.Id, request.Path));
    }

    [Theory]
    [InlineData("GET", "/containers/c/files/f/content", true, false)]
    [InlineData("GET", "/videos/v/content", true, false)]
    [InlineData("GET", "/containers/c/files/content-1", false, false)]
    [InlineData("POST", "/uploads/u/parts", false, true)]
    [InlineData("POST", "/uploads/u/complete", false, false)]
    [InlineData("POST", "/containers/c/files", false, false)]
    public void Contents_and_parts_are_bytes(string method, string path, bool isContent, bool isUpload)
    {
        var request = ObjectPaths.Read(method, path, out _)!;

        Assert.Equal((isContent, isUpload), (request.IsContent, request.IsUpload));
    }

    [Theory]
    [InlineData("?limit=5&after=a&filter=completed&variant=thumbnail", "?limit=5&after=a&filter=completed&variant=thumbnail")]
    [InlineData("?key=the+callers+own&api-version=1&order=asc", "?order=asc")]
    public void Only_what_a_provider_knows_goes_on_to_it(string asked, string passed) =>
        Assert.Equal(passed, PassedQuery.Of(new Microsoft.AspNetCore.Http.QueryCollection(QueryHelpers.ParseQuery(asked))));

    private static string Read(string method, string path) => ObjectPaths.Read(method, path, out var error) is { } request
        ? $"{request.Action} {request.Id} {request.Path}{(request.PassesBody ? " body" : "")}"
        : $"{error!.Status}";
}
