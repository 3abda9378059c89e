using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.OpenAi;

namespace AiGateway.Edge.Tests.Api.Gemini;

/// <summary>Requests of Google's dialect: what is found in them, and what is changed.</summary>
public sealed class ContentsRequestTests
{
    private const string Contents = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello there\"}]}]";

    private static readonly PathModel Path = new("asked", Stream: true);

    [Fact]
    public void Model_and_streaming_are_the_paths()
    {
        var scan = Read($$"""{{{Contents}},"model":"other"}""");

        Assert.Equal(("asked", true, true), (scan.Model, scan.Stream, scan.ModelIsInPath));
        Assert.Equal(1, scan.Prompt.Messages);
    }

    [Theory]
    [InlineData("generationConfig", "maxOutputTokens", "candidateCount")]
    [InlineData("generation_config", "max_output_tokens", "candidate_count")]
    public void The_cap_and_the_number_of_answers_are_found_in_both_spellings(string config, string cap, string count)
    {
        var scan = Read($$"""{{{Contents}},"{{config}}":{"{{cap}}":70,"{{count}}":2,"temperature":0.1} }""");

        Assert.Equal((70, 2), (scan.OutputCap, scan.N));
    }

    [Theory]
    [InlineData(""","generationConfig":{},"generation_config":{}""", "generationConfig")]
    [InlineData(""","generationConfig":{"maxOutputTokens":1,"max_output_tokens":2}""", "generationConfig.maxOutputTokens")]
    [InlineData(""","generationConfig":[]""", "generationConfig")]
    [InlineData(""","generationConfig":{"maxOutputTokens":"1"}""", "generationConfig.maxOutputTokens")]
    public void What_could_be_read_in_two_ways_is_refused(string rest, string param)
    {
        Assert.False(RequestScan.TryRead(Wire.Bytes($$"""{{{Contents}}{{rest}}}"""), Operation.GenerateContent, out _, out var problem, Path));
        Assert.Equal(param, problem.Param);
    }

    [Fact]
    public void Without_contents_it_is_refused()
    {
        Assert.False(RequestScan.TryRead("{}"u8, Operation.GenerateContent, out _, out var problem, Path));
        Assert.Equal(("contents", "missing_required_parameter"), (problem.Param, problem.Code));
    }

    [Theory]
    [InlineData("", ",\"generationConfig\":{\"maxOutputTokens\":9}")]
    [InlineData(",\"generationConfig\":null", ",\"generationConfig\":{\"maxOutputTokens\":9}")]
    [InlineData(",\"generationConfig\":{}", ",\"generationConfig\":{\"maxOutputTokens\":9}")]
    [InlineData(",\"generationConfig\":{\"topK\":1}", ",\"generationConfig\":{\"maxOutputTokens\":9,\"topK\":1}")]
    [InlineData(",\"generationConfig\":{\"maxOutputTokens\":90}", ",\"generationConfig\":{\"maxOutputTokens\":9}")]
    [InlineData(",\"generationConfig\":{\"maxOutputTokens\":null}", ",\"generationConfig\":{\"maxOutputTokens\":9}")]
    [InlineData(",\"generationConfig\":{\"maxOutputTokens\":5}", ",\"generationConfig\":{\"maxOutputTokens\":5}")]
    public void A_cap_stands_where_the_dialect_has_it(string before, string after)
    {
        var body = $"{{{Contents}{before}}}";
        var scan = Read(body);

        Assert.Equal($"{{{Contents}{after}}}", Wire.Written(output => RequestEdit.Write(Wire.Bytes(body), scan, new RequestChanges { Model = "theirs", OutputCap = 9 }, output)));
    }

    private static RequestScan Read(string body)
    {
        Assert.True(RequestScan.TryRead(Wire.Bytes(body), Operation.GenerateContent, out var scan, out _, Path));
        return scan;
    }
}
