using AiGateway.Core.Pinning;
using AiGateway.Edge.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Edge.Tests.Objects;

/// <summary>What calls about files and batches ask for.</summary>
public sealed class ObjectPathTests
{
    [Theory]
    [InlineData("POST", "/files", PinKind.File, "Create", "files")]
    [InlineData("GET", "/files", PinKind.File, "List", "files")]
    [InlineData("GET", "/files/file-1", PinKind.File, "Get", "files/file-1")]
    [InlineData("DELETE", "/files/file-1", PinKind.File, "Delete", "files/file-1")]
    [InlineData("GET", "/files/file-1/content", PinKind.File, "Content", "files/file-1/content")]
    [InlineData("POST", "/batches", PinKind.Batch, "Create", "batches")]
    [InlineData("GET", "/batches", PinKind.Batch, "List", "batches")]
    [InlineData("GET", "/batches/batch_1", PinKind.Batch, "Get", "batches/batch_1")]
    [InlineData("POST", "/batches/batch_1/cancel", PinKind.Batch, "Cancel", "batches/batch_1/cancel")]
    [InlineData("GET", "/responses/resp_1", PinKind.Response, "Get", "responses/resp_1")]
    [InlineData("DELETE", "/responses/resp_1", PinKind.Response, "Delete", "responses/resp_1")]
    [InlineData("POST", "/responses/resp_1/cancel", PinKind.Response, "Cancel", "responses/resp_1/cancel")]
    [InlineData("GET", "/responses/resp_1/input_items", PinKind.Response, "InputItems", "responses/resp_1/input_items")]
    public void Each_address_asks_for_one_thing(string method, string path, PinKind kind, string action, string upstream)
    {
        var request = ObjectPaths.Read(method, path, out var error)!;

        Assert.Null(error);
        Assert.Equal((kind, action, upstream), (request.Kind, request.Action.ToString(), request.Path));
    }

    [Theory]
    [InlineData("DELETE", "/batches/batch_1", 405)]
    [InlineData("PUT", "/files", 405)]
    [InlineData("POST", "/responses/resp_1", 405)]
    [InlineData("GET", "/responses/resp_1/content", 404)]
    [InlineData("GET", "/responses/../files", 404)]
    [InlineData("GET", "/files/a/b", 404)]
    [InlineData("GET", "/files/a/content/more", 404)]
    [InlineData("GET", "/batches/b/content", 404)]
    [InlineData("GET", "/files/..", 404)]
    [InlineData("GET", "/files/a%2Fb", 404)]
    [InlineData("GET", "/files/a b", 404)]
    [InlineData("GET", "/files/a?x", 404)]
    [InlineData("GET", "/files/ä", 404)]
    public void Anything_else_is_refused(string method, string path, int status)
    {
        Assert.Null(ObjectPaths.Read(method, path, out var error));
        Assert.Equal(status, error!.Status);
    }

    [Fact]
    public void No_id_leads_out_of_its_place() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, id => !ObjectPaths.IsId(id) || new Uri($"http://p/v1/files/{id}/content").AbsolutePath == $"/v1/files/{id}/content");

    [Theory]
    [InlineData("/files", true)]
    [InlineData("/files/x", true)]
    [InlineData("/batches", true)]
    [InlineData("/vector_stores/vs_1/files", true)]
    [InlineData("/fine_tuning/jobs", true)]
    [InlineData("/fine_tuning/alpha/graders/run", false)]
    [InlineData("/responses/resp_1", true)]
    [InlineData("/responses", false)]
    [InlineData("/filesystem", false)]
    [InlineData("/models", false)]
    public void Only_what_is_kept_is_at_these_addresses(string path, bool are) => Assert.Equal(are, ObjectPaths.IsObjects(path));

    [Theory]
    [InlineData("""{"id":"batch_1","object":"batch","input_file_id":"i","output_file_id":null,"error_file_id":"e","request_counts":{"id":"no"},"purpose":"batch"}""", "batch_1 i  e batch")]
    [InlineData("""{"object":"file"}""", "    ")]
    [InlineData("""{"id":1}""", "    ")]
    [InlineData("[]", null)]
    [InlineData("{\"id\":\"x\"", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void The_ids_an_answer_holds_are_found(string body, string? expected)
    {
        var ids = ObjectIds.Read(System.Text.Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, ids is null ? null : $"{ids.Id} {ids.InputFileId} {ids.OutputFileId} {ids.ErrorFileId} {ids.Purpose}");
    }

    [Theory]
    [InlineData("", PinKind.File, 100, true)]
    [InlineData("", PinKind.Batch, 20, true)]
    [InlineData("limit=10000&order=asc&purpose=batch&after=x", PinKind.File, 100, false)]
    [InlineData("limit=3&order=asc&purpose=batch", PinKind.Batch, 3, true)]
    [InlineData("", PinKind.Eval, 20, false)]
    [InlineData("order=desc", PinKind.Eval, 20, true)]
    [InlineData("order=asc&limit=7", PinKind.VectorStore, 7, false)]
    [InlineData("order=asc", PinKind.FineTuningJob, 20, true)]
    public void A_list_is_asked_for_in_parts(string query, PinKind kind, int limit, bool newestFirst)
    {
        var read = ListQuery.Read(Query(query), kind, out var error)!;

        Assert.Null(error);
        Assert.Equal((limit, newestFirst), (read.Limit, read.NewestFirst));
        Assert.Equal(kind == PinKind.File && query.Contains("purpose", StringComparison.Ordinal) ? "batch" : null, read.Purpose);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("order=up")]
    public void A_part_there_cannot_be_is_refused(string query)
    {
        Assert.Null(ListQuery.Read(Query(query), PinKind.File, out var error));
        Assert.Equal((400, "invalid_value"), (error!.Status, error.Code));
    }

    [Theory]
    [InlineData("before=vs_1")]
    [InlineData("name=x")]
    [InlineData("metadata[team]=x")]
    public void What_would_leave_something_out_of_a_list_is_refused_and_not_passed_over(string query)
    {
        Assert.Null(ListQuery.Read(Query(query), PinKind.VectorStore, out var error));
        Assert.Equal((400, query.Split('=')[0]), (error!.Status, error.Param));
    }

    private static QueryCollection Query(string text) =>
        new(text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => new StringValues(pair[1])));
}
