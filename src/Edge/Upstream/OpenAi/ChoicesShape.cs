namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>What stands under <c>choices</c>.</summary>
internal enum ChoicesShape
{
    Missing,
    Null,
    Empty,
    Present,
}
