using System.Text.RegularExpressions;

namespace AiGateway.Architecture.Tests;

/// <summary>Dependencies run one way: Core ◄ Grains ◄ Hosting ◄ Silo, and all of them ◄ Edge.</summary>
public sealed partial class ArrowTests
{
    [Theory]
    [InlineData("Core", "")]
    [InlineData("Grains", "Core")]
    [InlineData("Hosting", "Core Grains")]
    [InlineData("Silo", "Core Grains Hosting")]
    [InlineData("Edge", "Core Grains Hosting Silo")]
    public void An_assembly_refers_only_to_those_before_it(string assembly, string allowed) =>
        Assert.Empty(Product.OwnReferencesOf(assembly).Except(allowed.Split(' ')));

    [Fact]
    public void The_edge_names_the_silo_only_where_it_composes_the_single_process()
    {
        var naming = Product.Sources.Where(file => Product.Relative(file).StartsWith("Edge" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Where(file => NamesSilo().IsMatch(File.ReadAllText(file)));

        Assert.Equal("SingleProcess.cs", Path.GetFileName(Assert.Single(naming)));
    }

    [Fact]
    public void The_edge_uses_nothing_of_the_silo_but_its_composition() => Assert.Equal(
        ["AiGateway.Silo.Hosting.ControlPlane"],
        Product.TypesMentionedBy("Edge").Where(type => type.StartsWith("AiGateway.Silo.", StringComparison.Ordinal)));

    [Fact]
    public void Only_the_edge_knows_the_web() => Assert.DoesNotContain(
        Product.ReferencesOf("Grains"), reference => reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [GeneratedRegex(@"\bAiGateway\.Silo\b|\bSilo\.Hosting\b")]
    private static partial Regex NamesSilo();
}
