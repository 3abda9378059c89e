using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class RequestFixtureTests
{
    private static readonly ChatRequest _request = Converse.Read(Converse.Fixture("request.json"));

    [Fact]
    public void What_was_read_is_written_again_to_the_byte()
    {
        // What a stop sequence was is asked for again.
        var request = _request with { Unknown = [] };
        Assert.Equal(Converse.Fixture("request.json"), Converse.Written(request).Json);
        Assert.Empty(Converse.Written(request).Omitted);
    }

    [Fact]
    public void Messages_keep_their_roles_and_parts()
    {
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], _request.Messages.Select(message => message.Role));
        Assert.Equal(new TextPart("Be brief."), _request.Messages[0].Parts[0] with { CacheControl = null, Path = null });
        Assert.Equal(
            ["TextPart", "ImagePart", "ImagePart", "DocumentPart", "AudioPart"], _request.Messages[1].Parts.Select(part => part.GetType().Name));
        Assert.Equal(
            ["ReasoningPart", "ReasoningPart", "TextPart", "ToolCallPart", "ToolCallPart"], _request.Messages[2].Parts.Select(part => part.GetType().Name));
        Assert.Equal(["ToolResultPart", "ToolResultPart", "TextPart"], _request.Messages[3].Parts.Select(part => part.GetType().Name));
    }

    [Fact]
    public void Media_have_types_instead_of_formats()
    {
        var parts = _request.Messages[1].Parts;
        Assert.Equal(new MediaSource.Base64("image/png", "iVBORw0KGgo="), ((ImagePart)parts[1]).Source);
        Assert.Equal(new MediaSource.Url("s3://bucket/photo.jpg", "image/jpeg"), ((ImagePart)parts[2]).Source);
        Assert.Equal((new MediaSource.Base64("application/pdf", "JVBERi0="), "Report 2024 (final)"), (((DocumentPart)parts[3]).Source, ((DocumentPart)parts[3]).Name));
        Assert.Equal("messages[0].content[3].document", parts[3].Path);
        Assert.Equal("""{"type":"ephemeral","ttl":"1h"}""", parts[4].CacheControl?.GetRawText());
    }

    [Fact]
    public void Thoughts_keep_their_signatures()
    {
        var parts = _request.Messages[2].Parts;
        Assert.Equal(new ThoughtSignature(Dialect.Bedrock, "c2ln"), ((ReasoningPart)parts[0]).Signature);
        Assert.True(parts[1] is ReasoningPart { IsRedacted: true, Text: "", Signature.Value: "aGlkZGVu" });
    }

    [Fact]
    public void Results_know_their_calls_and_whether_they_failed()
    {
        var (first, second) = ((ToolResultPart)_request.Messages[3].Parts[0], (ToolResultPart)_request.Messages[3].Parts[1]);
        Assert.Equal(("tooluse_1", 2, false), (first.CallId, first.Content.Count, first.IsError));
        Assert.Equal(("tooluse_2", 1, true), (second.CallId, second.Content.Count, second.IsError));
    }

    [Fact]
    public void Everything_else_has_its_place()
    {
        Assert.Equal((20_000, 4_096, "flex", "answer"), (_request.MaxOutputTokens, _request.Reasoning?.BudgetTokens, _request.ServiceTier, _request.Format?.Name));
        Assert.Equal(["END", "\n\nHuman:"], _request.Stop);
        Assert.Equal([true, null], _request.Tools.Select(tool => tool.Strict));
        Assert.Equal("""{"type":"object"}""", _request.Format?.Schema?.GetRawText());
        Assert.Equal("""{"team":"a-1"}""", _request.Metadata?.GetRawText());
        Assert.Equal([("additionalModelResponseFieldPaths", false)], _request.Unknown.Select(field => (field.Path, field.IsHint)));
    }
}
