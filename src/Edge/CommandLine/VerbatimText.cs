using Spectre.Console.Rendering;

namespace AiGateway.Edge.CommandLine;

/// <summary>Text for another program: no line is broken for the width of a terminal.</summary>
internal sealed class VerbatimText(string text) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            yield return new Segment(line);
            yield return Segment.LineBreak;
        }
    }
}
