# syntax=docker/dockerfile:1
# The data plane. Build from the root of the repository: docker build -f deploy/docker/Edge.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages change less often than code: a layer of their own, and exactly the versions of the lock files.
COPY global.json nuget.config Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY src/Directory.Build.props src/
COPY src/Core/Core.csproj src/Core/packages.lock.json src/Core/
COPY src/Grains/Grains.csproj src/Grains/packages.lock.json src/Grains/
COPY src/Hosting/Hosting.csproj src/Hosting/packages.lock.json src/Hosting/
COPY src/Silo/Silo.csproj src/Silo/packages.lock.json src/Silo/
COPY src/Edge/Edge.csproj src/Edge/packages.lock.json src/Edge/
RUN dotnet restore src/Edge/Edge.csproj --locked-mode

COPY .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Edge/Edge.csproj --configuration Release --no-restore --output /app && mkdir /data

# No shell, no package manager. The health check is the program itself, asking the one that serves.
# "extra" has tzdata: without it no time zone but UTC is known to limits per day and month.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app ./
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0 \
    Gateway__DataDirectory=/data \
    Gateway__SpoolDirectory=/data/spool
USER $APP_UID
EXPOSE 8080 8001
VOLUME /data
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["dotnet", "AiGateway.Edge.dll", "--healthcheck", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["dotnet", "AiGateway.Edge.dll"]
