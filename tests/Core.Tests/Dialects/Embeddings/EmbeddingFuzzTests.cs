using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Embeddings;
using AiGateway.Core.Tests.Dialects.Gemini;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.Embeddings;

public sealed class EmbeddingFuzzTests
{
    private static readonly EmbeddingRequest Asked = new() { Model = "m", Encoding = EmbeddingEncoding.Base64 };

    [Fact]
    public void No_request_to_OpenAI_throws_anything_but_what_its_sender_is_told() => Read(
        OpenAiEmbeddingCodec.Instance,
        """{"model":"m","input":["a","b"],"dimensions":2,"encoding_format":"base64","user":"u"}"""u8,
        """{"model":"m","input":[[1,2],[3]]}"""u8);

    [Fact]
    public void No_request_to_Google_throws_anything_but_what_its_sender_is_told() => Read(
        GeminiEmbeddingCodec.Batch,
        """{"requests":[{"model":"m","content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t","outputDimensionality":2}]}"""u8,
        """{"requests":{"content":{"parts":{"text":"a"}},"output_dimensionality":"2"}}"""u8);

    [Fact]
    public void No_answer_throws() => Damage.Of(
        """{"object":"list","data":[{"index":0,"embedding":[0.5,-1]},{"index":1,"embedding":"AACAPw=="}],"model":"m","usage":{"prompt_tokens":3}}"""u8.ToArray(),
        """{"embeddings":[{"values":[0.5]},{"values":[-1]}],"embedding":{"values":[1]},"usageMetadata":{"promptTokenCount":3}}"""u8.ToArray()).Sample(
        body =>
        {
            foreach (var codec in (IEmbeddingCodec[])[OpenAiEmbeddingCodec.Instance, GeminiEmbeddingCodec.Single])
                if (codec.ReadAnswer(body) is { } answer)
                    codec.WriteAnswer(answer, Asked, new ArrayBufferWriter<byte>());
        },
        iter: Damage.Inputs(1_500));

    private static void Read(IEmbeddingCodec codec, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => Damage.Of(one.ToArray(), other.ToArray()).Sample(
        body =>
        {
            try
            {
                var request = codec.ReadRequest(body);
                codec.WriteRequest(request, "m", new Omissions(codec, "a target", strict: false), new ArrayBufferWriter<byte>());
            }
            catch (DialectException)
            {
            }
        },
        iter: Damage.Inputs(1_500));
}
